// The subscriptions of the specification.
export const tiers = ['FREE', 'BASIC', 'PRO', 'ENTERPRISE', 'CUSTOM', 'UNLIMITED'] as const
