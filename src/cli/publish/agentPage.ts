/**
 * The page that a published agent is shared by: what other sites show of it, a card for people, and
 * the way on to its demo. It has no scripts.
 */

export interface AgentPage {
  readonly name: string;
  readonly description: string;
  /** Link to the demo, relative to the page. */
  readonly link: string;
  /** Addresses of the picture and the card: whole ones where the site's is known. */
  readonly picture: string;
  readonly card: string;
  /** A fact a line, such as the market it was trained in. */
  readonly facts: readonly string[];
}

const POLICY = "default-src 'none'; img-src 'self'; base-uri 'none'; form-action 'none'";

export function agentPage({ name, description, link, picture, card, facts }: AgentPage): string {
  const title = `${name} · NanoARB Lab`;
  const summary = description === '' ? facts.join('. ') : description;
  const meta = (key: 'name' | 'property', field: string, content: string) =>
    `    <meta ${key}="${field}" content="${escape(content)}" />`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '  <head>',
    '    <meta charset="utf-8" />',
    `    <meta http-equiv="Content-Security-Policy" content="${POLICY}" />`,
    `    <meta http-equiv="refresh" content="0; url=${escape(link)}" />`,
    '    <meta name="viewport" content="width=device-width, initial-scale=1" />',
    meta('name', 'description', summary),
    meta('property', 'og:type', 'website'),
    meta('property', 'og:title', title),
    meta('property', 'og:description', summary),
    meta('property', 'og:image', picture),
    meta('name', 'twitter:card', 'summary_large_image'),
    `    <title>${escape(title)}</title>`,
    '  </head>',
    '  <body>',
    `    <h1>${escape(name)}</h1>`,
    `    <p>${escape(description)}</p>`,
    ...facts.map((fact) => `    <p>${escape(fact)}</p>`),
    `    <p><a href="${escape(link)}">Watch it trade</a> · <a href="${escape(card)}">Its card</a></p>`,
    '  </body>',
    '</html>',
    '',
  ].join('\n');
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPED[sign] ?? sign);
