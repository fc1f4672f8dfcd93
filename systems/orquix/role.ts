// What users may: their own rows, which tenant policies tell from those of others.
const own = ['project', 'interactionEvent', 'iaResponse', 'moderatedSynthesis', 'contextChunk']

export const permissionsOfRoles = {
  administrator: ['*:*'],
  member: [...own.map((model) => `orquix.${model}:*`), 'orquix.interactionResult:read'],
} as const satisfies Readonly<Record<string, readonly string[]>>
