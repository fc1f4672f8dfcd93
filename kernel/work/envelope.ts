// The form in which an event travels: CloudEvents 1.0, structured JSON, with the extension attributes that keep
// an aggregate's order. Names of extensions are lower case, as the specification asks.

export interface Envelope {
  readonly specversion: '1.0'
  readonly id: string
  /** `/acervo/insurance` */
  readonly source: string
  /** `PolicyIssued` */
  readonly type: string
  /** `Policy/0192...` */
  readonly subject: string
  /** ISO UTC, microseconds. */
  readonly time: string
  readonly datacontenttype: 'application/json'
  readonly data: Readonly<Record<string, unknown>>
  /** Place in the aggregate: digits. */
  readonly sequence: string
  readonly eventversion: number
  readonly database: string
  readonly aggregatetype: string
  readonly aggregateid: string
}
