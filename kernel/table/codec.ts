// What is done to a text before it is compared as a blind index.
/** What is done to a text before it is compared, in the order given. */
export type Normalisation = 'trim' | 'lower' | 'unaccent' | 'digits' | 'alphanumeric'

export const normalisations = [
  'trim',
  'lower',
  'unaccent',
  'digits',
  'alphanumeric',
] as const satisfies readonly Normalisation[]
