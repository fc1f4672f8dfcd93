// What files are kept for: quotas are told apart by it, and what is about health or money is always encrypted.
export const contexts = [
  'THEME',
  'AVATAR',
  'TICKET',
  'ARTIFACT',
  'HEALTH',
  'FINANCE',
  'BACKUP',
  'TEMP',
  'OTHER',
] as const
