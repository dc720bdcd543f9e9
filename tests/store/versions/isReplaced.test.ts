import { describe, expect, it } from 'vitest';
import { isReplaced } from '../../../src/store/versions/isReplaced';

const ENTRY = 'https://host.example/sub/assets/index-B_I8RoT_.js';
const PAGE = 'https://host.example/sub/';

const ask = (answer: () => Promise<Response>) => isReplaced(ENTRY, PAGE, answer);

describe('a page', () => {
  it('is replaced when the host’s begins with another script', async () => {
    const page = (script: string) => () =>
      Promise.resolve(new Response(`<script type="module" src="./assets/${script}"></script>`));
    expect(await ask(page('index-B_I8RoT_.js'))).toBe(false);
    expect(await ask(page('index-CzOXU1uu.js'))).toBe(true);
  });

  it('is not said to be replaced when nobody can tell', async () => {
    expect(await ask(() => Promise.reject(new TypeError('Failed to fetch')))).toBe(false);
    expect(await ask(() => Promise.resolve(new Response('gone', { status: 404 })))).toBe(false);
  });
});
