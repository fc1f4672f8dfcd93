// A pg client whose startup packet also fixes time zone and date style: text cells mean the same everywhere
// only with these. In the packet rather than in a SET, so that a transaction pooler keeps them per client.
import { Client } from 'pg'

export class UtcClient extends Client {
  getStartupConf(): Record<string, string> {
    const base = Client.prototype as unknown as { getStartupConf(): Record<string, string> }
    return { ...base.getStartupConf.call(this), TimeZone: 'UTC', DateStyle: 'ISO, YMD' }
  }
}
