/** Shows the details of a bug report on demand, to select or to copy with one press. */
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
