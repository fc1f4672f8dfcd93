// The columns of a party that are read from what its sources said.
export const goldenColumns = [
  'kind',
  'displayName',
  'givenName',
  'firstSurname',
  'secondSurname',
  'legalName',
  'birthDate',
  'birthPlace',
  'gender',
  'occupation',
  'email',
  'phone',
  'documentType',
  'documentNumber',
  'documentCountry',
  'addressLine',
  'postcode',
  'city',
  'province',
  'country',
  'language',
] as const

export type GoldenColumn = (typeof goldenColumns)[number]
