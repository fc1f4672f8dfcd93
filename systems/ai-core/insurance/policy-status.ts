// Where a policy stands, to whoever keeps it.
export const policyStatuses = [
  'QUOTED',
  'ISSUED',
  'IN_FORCE',
  'SUSPENDED',
  'LAPSED',
  'CANCELLED',
  'EXPIRED',
  'RENEWED',
] as const
