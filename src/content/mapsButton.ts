/** The button that opens the drawer of maps; what stands in it loads with it. */
export const MAPS_BUTTON = {
  label: 'Maps',
  help: 'What the agent would quote elsewhere, why it quotes what it does, and trade-offs (V)',
} as const;
