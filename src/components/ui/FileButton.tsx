/** A button that asks for files: the browser's own field for them cannot be styled. */
import { useRef, type ReactNode } from 'react';

interface FileButtonProps {
  readonly children: ReactNode;
  /** Names the field of files for assistive technology. */
  readonly label: string;
  /** Kinds of files that are offered first, as the `accept` of a field. */
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly className?: string;
  readonly title?: string;
  readonly disabled?: boolean;
  /** Takes the files that were chosen, one at least. */
  readonly onFiles: (files: readonly File[]) => void;
}

export function FileButton({
  children,
  label,
  accept,
  multiple = false,
  className = 'button',
  title,
  disabled = false,
  onFiles,
}: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={className}
        title={title}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={multiple}
        hidden
        aria-label={label}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file may be chosen again once it is mended.
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
