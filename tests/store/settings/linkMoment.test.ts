/** What links hold beside settings: an agent's file, and a moment of an episode. */
import { describe, expect, it } from 'vitest';
import { fetchLinkedAgent, MAX_LINKED_BYTES } from '../../../src/lab/linkedAgentFile';
import {
  formatDemoLink,
  formatLink,
  linkNotice,
  parseLink,
} from '../../../src/store/settings/link';
import { rewardWeights } from '../../../src/store/settings/configs';
import { DEFAULT_SETTINGS } from '../../../src/store/settings/settings';

const path = 'agents/mine.safetensors';

describe('a link to the agent of a file', () => {
  it('names the file and no run, in the lab and in the demo', () => {
    const settings = { ...DEFAULT_SETTINGS, agent: 'trained' } as const;
    for (const format of [formatLink, formatDemoLink]) {
      const link = format(settings, 'file-1', path);
      expect(parseLink(link)).toMatchObject({ agentFile: path, run: null, settings, problems: [] });
    }
    expect(parseLink(`#demo&agentFile=${path}`)).toMatchObject({
      agentFile: path,
      demo: true,
      problems: [],
    });
  });

  it.each([
    '../mine.safetensors',
    'agents/../../mine.safetensors',
    '/agents/mine.safetensors',
    '//other.example/mine.safetensors',
    'https://other.example/mine.safetensors',
    'agents\\mine.safetensors',
    'agents/%2e%2e/mine.safetensors',
    'agents/.hidden.safetensors',
    'agents/mine.json',
    'data:,mine.safetensors',
    `${'a/'.repeat(200)}mine.safetensors`,
  ])('leads nowhere but below the page: %s', (wrong) => {
    const { agentFile, problems, settings } = parseLink(`#agentFile=${encodeURIComponent(wrong)}`);
    expect(agentFile).toBeNull();
    expect(settings.agent).toBe(DEFAULT_SETTINGS.agent);
    expect(linkNotice(problems, settings)?.message).toMatch(
      /^The link says agentFile=.+ it has to be a path beside the page .+ trades instead\.$/,
    );
  });

  it('fetches no more than is accepted, follows no redirection, and says what came', async () => {
    const asked: [string, RequestInit][] = [];
    const fetching = (response: Response) => (address: string, options: RequestInit) => {
      asked.push([address, options]);
      return Promise.resolve(response);
    };
    const file = await fetchLinkedAgent(path, fetching(new Response('12345')));
    expect([file.name, file.size]).toEqual(['mine.safetensors', 5]);
    expect(asked[0]).toEqual([path, { redirect: 'error', credentials: 'omit' }]);
    const missing = fetchLinkedAgent(path, fetching(new Response('', { status: 404 })));
    await expect(missing).rejects.toThrow(`${path}: expected a file that can be fetched, got`);
    const large = new Response(new Uint8Array(MAX_LINKED_BYTES + 1));
    await expect(fetchLinkedAgent(path, fetching(large))).rejects.toThrow(
      `${MAX_LINKED_BYTES} bytes`,
    );
    const down = fetchLinkedAgent(path, () => Promise.reject(new TypeError('network down')));
    await expect(down).rejects.toThrow('network down');
  });
});

describe('a link to a moment', () => {
  it('holds the episode, the time, the fill and a check', () => {
    const { moment, problems } = parseLink('#seed=3&episode=5&t=12.3&fill=7&check=0123abcd');
    expect(moment).toMatchObject({ episode: 5, seconds: 12.3, fill: 7, check: '0123abcd' });
    expect(problems).toEqual([]);
    expect(parseLink('#seed=3').moment).toBeNull();
  });

  it.each(['t=-1', 't=1e9', 't=NaN', 'fill=0', 'fill=1.5', 'episode=x', 'check=zz'])(
    'passes over %s, and says so',
    (field) => {
      const { moment, problems, settings } = parseLink(`#seed=3&${field}`);
      expect(moment).toBeNull();
      expect(linkNotice(problems, settings)?.message).toMatch(/It was passed over\.$/);
    },
  );
});

describe('weights under which a moment was read', () => {
  it('are kept, and refused where a slider would not take them', () => {
    const read = (text: string) => parseLink(`#seed=1&t=3&scored=${encodeURIComponent(text)}`);
    expect(read('1,1,1,1,100,0.25').moment?.scored).toEqual({
      ...rewardWeights(DEFAULT_SETTINGS),
      inventoryPenalty: 100,
    });
    for (const wrong of ['1,1,1', '1,1,1,1,NaN,0.25', '1,1,1,1,1e9,0.25', '1,1,1,1, 1,0.25', '']) {
      const { moment, problems } = read(wrong);
      expect([moment?.scored, problems.length], wrong).toEqual([null, 1]);
    }
  });
});
