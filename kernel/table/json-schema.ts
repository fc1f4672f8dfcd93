// The part of JSON Schema that a `json` column or an action input may use. Held by the edges.
export interface JsonSchema {
  readonly [keyword: string]: unknown
}
