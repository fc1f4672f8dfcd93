// What a message is for. What a contract asks for is not silenced by the quiet hours of advertising.
export const purposes = ['SERVICE', 'MARKETING', 'SURVEY', 'LEGAL'] as const
