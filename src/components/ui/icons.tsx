/** The icons of the page are 16 px line drawings in the colour of the text around them. */
import type { ReactNode } from 'react';

const icon = (paths: ReactNode) =>
  function Icon() {
    return (
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {paths}
      </svg>
    );
  };

export const PlayIcon = icon(<path d="M4.5 2.8v10.4l8.5-5.2z" fill="currentColor" />);
export const PauseIcon = icon(
  <path d="M4 3h2.6v10H4zM9.4 3H12v10H9.4z" fill="currentColor" stroke="none" />,
);
export const BranchIcon = icon(<path d="M2.5 8h4c3 0 3-4.5 6.5-4.5M6.5 8c3 0 3 4.5 6.5 4.5" />);
export const StopIcon = icon(<rect x="3.5" y="3.5" width="9" height="9" rx="1" />);
export const StepIcon = icon(
  <>
    <path d="M3.5 3.5v9l6.5-4.5z" fill="currentColor" />
    <path d="M12.5 3.5v9" />
  </>,
);
export const CheckIcon = icon(<path d="m3 8.5 3.2 3L13 4.5" />);
export const PreviousIcon = icon(<path d="M10 3.5 5.5 8l4.5 4.5" />);
export const NextIcon = icon(<path d="M6 3.5 10.5 8 6 12.5" />);
export const ResetIcon = icon(
  <>
    <path d="M3 8a5 5 0 1 0 1.6-3.7" />
    <path d="M3 2.5v3h3" />
  </>,
);
export const UndoIcon = icon(
  <>
    <path d="M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7" />
    <path d="M5.5 4 3 6.5 5.5 9" />
  </>,
);
export const RedoIcon = icon(
  <>
    <path d="M13 6.5H6.5a3.5 3.5 0 0 0 0 7H9" />
    <path d="M10.5 4 13 6.5 10.5 9" />
  </>,
);
export const SunIcon = icon(
  <>
    <circle cx="8" cy="8" r="2.8" />
    <path d="M8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M3.4 12.6l1.1-1.1M11.5 4.5l1.1-1.1" />
  </>,
);
export const MoonIcon = icon(<path d="M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6z" />);
export const HelpIcon = icon(
  <>
    <path d="M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.8-1.1 1.6" />
    <path d="M8 12.2v.1" />
  </>,
);
export const SlidersIcon = icon(
  <>
    <path d="M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6" />
    <circle cx="10" cy="4.5" r="1.8" />
    <circle cx="6" cy="11.5" r="1.8" />
  </>,
);
export const ShareIcon = icon(
  <>
    <path d="M8 2.5v7M5.2 6.9 8 9.7l2.8-2.8" />
    <path d="M2.5 10.5v3h11v-3" />
  </>,
);
export const LoopIcon = icon(
  <>
    <path d="M3 8V6.5A2.5 2.5 0 0 1 5.5 4H13" />
    <path d="m11 2 2 2-2 2" />
    <path d="M13 8v1.5a2.5 2.5 0 0 1-2.5 2.5H3" />
    <path d="m5 10-2 2 2 2" />
  </>,
);
export const BookmarkIcon = icon(<path d="M4.5 2.5h7v11L8 10.8l-3.5 2.7z" />);
export const BookmarkedIcon = icon(<path d="M4.5 2.5h7v11L8 10.8l-3.5 2.7z" fill="currentColor" />);
export const CloseIcon = icon(<path d="m4 4 8 8M12 4l-8 8" />);
export const HeatIcon = icon(
  <>
    <path d="M2.5 4.5h11M2.5 11.5h7" strokeWidth="3" opacity="0.5" />
    <path d="M2.5 8h11" strokeWidth="3" />
  </>,
);
export const TableIcon = icon(
  <>
    <rect x="2.5" y="3" width="11" height="10" rx="1" />
    <path d="M2.5 6.5h11M2.5 9.8h11M6.5 6.5V13" />
  </>,
);
/** Fills that were run over: a hollow triangle with the market going through it. */
export const RunOverIcon = icon(
  <>
    <path d="M8 3.5 13 12H3z" />
    <path d="m2 3 12 11" />
  </>,
);
export const ZoomInIcon = icon(<path d="M3 8h10M8 3v10" />);
export const ZoomOutIcon = icon(<path d="M3 8h10" />);
export const FillsIcon = icon(
  <>
    <path d="M5 2.5 8 8H2z" fill="currentColor" stroke="none" />
    <path d="M11 13.5 8 8h6z" fill="currentColor" stroke="none" />
  </>,
);
