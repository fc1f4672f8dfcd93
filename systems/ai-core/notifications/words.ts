// The words that preferences, digests and deliveries share.
export const channels = ['PORTAL', 'EMAIL', 'SMS', 'PUSH'] as const
