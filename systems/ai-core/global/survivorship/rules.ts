// By what the value of an attribute is chosen: how far each source is trusted, whose word is verified.

export interface Trust {
  /** 0-100, when the word is fresh. */
  readonly max: number
  /** What it never falls below. */
  readonly min: number
  /** Days after which what lies above `min` has halved; absent = it does not age. */
  readonly halfLifeDays?: number
}

export interface SourceRules {
  readonly trust?: Trust
  /** By attribute or group, where it differs. */
  readonly trustIn?: Readonly<Record<string, Trust>>
  /** Attributes and groups that this source has verified. */
  readonly verifies?: readonly string[]
}

export interface SurvivorshipRules {
  readonly trust: Trust
  /** By name of the source. */
  readonly sources: Readonly<Record<string, SourceRules>>
}

/** A steward's pins are records of this source: they move with their party like any other word. */
export const stewardSource = 'steward'

/** Every source is believed alike until somebody says otherwise. */
export const rules: SurvivorshipRules = {
  trust: { max: 50, min: 50 },
  sources: {},
}
