import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useSingleKeys } from './useSingleKeys';

it('follows single keys until they are switched off, and remembers that', () => {
  const first = renderHook(useSingleKeys);
  expect(first.result.current[0]).toBe(true);
  act(() => first.result.current[1](false));
  expect(first.result.current[0]).toBe(false);

  const visit = renderHook(useSingleKeys);
  expect(visit.result.current[0]).toBe(false);
  act(() => visit.result.current[1](true));
  expect(renderHook(useSingleKeys).result.current[0]).toBe(true);
});
