/** Details for a bug report: shown on demand, selectable, copied with one press. */
import { useState } from 'react';

export function Copyable({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState<'' | 'Copied' | 'Select and copy'>('');
  if (text === '') return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('Copied');
    } catch {
      setCopied('Select and copy');
    }
  };
  return (
    <details className="copyable">
      <summary>Details</summary>
      <pre>{text}</pre>
      <button
        type="button"
        className="button"
        onClick={() => {
          void copy();
        }}
      >
        {copied === '' ? 'Copy details' : copied}
      </button>
    </details>
  );
}
