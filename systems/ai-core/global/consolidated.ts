// The tables of master data that hold only what events made: a replay empties them and makes them again.
export const consolidated = ['fact', 'openFact', 'featureValue'] as const
