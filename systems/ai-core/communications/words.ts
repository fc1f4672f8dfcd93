// The words that contact points, consents and messages share.
export const channels = ['EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST'] as const
export const purposes = ['SERVICE', 'MARKETING', 'SURVEY', 'LEGAL'] as const
