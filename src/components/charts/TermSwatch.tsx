/** The colour of a reward term, hollow for the one that shares its colour with another. */
import { termColourProperty } from '../../charts/palette';
import type { RewardTerm } from '../../env/types';

export const TermSwatch = ({ term }: { readonly term: RewardTerm }) => (
  <i
    className={term === 'spreadPenalty' ? 'swatch hollow' : 'swatch'}
    style={{ color: `var(${termColourProperty(term)})` }}
    aria-hidden="true"
  />
);
