/** What agents are called on the page. */

/** From the name an agent gives itself, such as 'inventory skewed'. */
export function agentLabel(name: string): string {
  if (name === 'network') return 'Trained policy';
  return name.charAt(0).toUpperCase() + name.slice(1);
}
