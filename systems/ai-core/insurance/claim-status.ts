// Where a claim stands, to whoever handles it.
export const claimStatuses = [
  'OPENED',
  'CHECKED',
  'IN_ASSESSMENT',
  'INFO_PENDING',
  'ACCEPTED',
  'PARTLY_ACCEPTED',
  'REJECTED',
  'PAID',
  'CLOSED',
  'REOPENED',
] as const
