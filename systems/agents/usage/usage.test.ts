// Promises about usage: every call counts once, in its month, to the last digit, however many come at once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Agents, anAgent, openAgents, type Somebody } from '../../../test/support/agents.ts'
import { onEachEngine } from '../../../test/support/database.ts'

/** The specification's tables and trigger, less what a test does not touch. */
const specified = [
  `create table users (id uuid primary key default gen_random_uuid(), total_messages int default 0,
    total_tokens_used bigint default 0, monthly_messages int default 0, monthly_tokens bigint default 0,
    last_interaction timestamp)`,
  `create table usage_logs (id uuid default gen_random_uuid(), user_id uuid not null references users on delete cascade,
    total_tokens int not null, total_cost decimal(10, 6) not null, success boolean default true,
    timestamp timestamp default current_timestamp)`,
  `create table monthly_usage (user_id uuid not null, year int, month int, total_messages int not null default 0,
    total_tokens bigint not null default 0, total_cost decimal(10, 2) not null default 0,
    updated_at timestamp, unique (user_id, year, month))`,
  `create function update_usage_counters() returns trigger as $$
  begin
    insert into monthly_usage (user_id, year, month, total_messages, total_tokens, total_cost)
    values (new.user_id, extract(year from new.timestamp), extract(month from new.timestamp), 1,
      new.total_tokens, new.total_cost)
    on conflict (user_id, year, month) do update set
      total_messages = monthly_usage.total_messages + 1,
      total_tokens = monthly_usage.total_tokens + excluded.total_tokens,
      total_cost = monthly_usage.total_cost + excluded.total_cost, updated_at = current_timestamp;
    update users set total_messages = total_messages + 1,
      total_tokens_used = total_tokens_used + new.total_tokens,
      monthly_messages = monthly_messages + 1, monthly_tokens = monthly_tokens + new.total_tokens,
      last_interaction = current_timestamp where id = new.user_id;
    return new;
  end $$ language plpgsql`,
  `create trigger update_usage_counters_trigger after insert on usage_logs
    for each row execute function update_usage_counters()`,
  'insert into users default values',
] as const

const recounted = `select m.total_messages, m.total_tokens, m.total_cost, m.failed_messages, m.cancelled_messages
    from agents.monthly_usage m where m.user_id = $1
  except select count(*) filter (where success), coalesce(sum(total_tokens) filter (where success), 0),
    coalesce(sum(total_cost) filter (where success), 0), count(*) filter (where not success and not cancelled),
    count(*) filter (where cancelled)
    from agents.usage_logs where user_id = $1
    group by date_trunc('month', timestamp at time zone 'UTC')`

onEachEngine(() => {
  let agents: Agents
  let ana: Somebody
  let agentId: string
  beforeAll(async () => {
    agents = await openAgents()
  })
  afterAll(() => agents?.close())
  beforeEach(async () => {
    ana = await agents.person()
    agentId = (await ana.db.agent.create({ data: anAgent(ana.id) })).id
  })

  const aCall = (more: object = {}) => ({
    userId: ana.id,
    agentId,
    model: 'gemini-2.0-flash',
    tokensInput: 3,
    tokensOutput: 2,
    costInput: '0.0001',
    costOutput: '0.0003',
    ...more,
  })
  const call = (more: object = {}) => ana.db.usageLog.create({ data: aCall(more) })
  const months = () =>
    ana.db.monthlyUsage.findMany({ orderBy: [{ year: 'asc' }, { month: 'asc' }] })
  const month = async () => {
    const [only, ...others] = await months()
    if (only === undefined || others.length > 0) throw new Error('there is not one month')
    return only
  }
  const isExact = async () => expect((await agents.query(recounted, [ana.id])).rows).toEqual([])

  test('1,000 calls of 0.0004 cost 0.4 (D1, O1-14)', async () => {
    const rows = await agents.asSpecified(
      ...specified,
      `insert into usage_logs (user_id, total_tokens, total_cost)
        select id, 5, 0.0004 from users, generate_series(1, 1000)`,
      'select total_messages, total_cost from monthly_usage',
    )
    expect(rows).toEqual([['1000', '0.00']])
    await ana.db.usageLog.createMany({ data: Array.from({ length: 900 }, () => aCall()) })
    await Promise.all(Array.from({ length: 100 }, () => call()))
    expect(await month()).toMatchObject({
      totalMessages: 1000,
      totalTokens: '5000',
      totalCost: '0.4000000000',
    })
    await isExact()
  })

  test('failed and broken off calls stand apart (D2, O1-25)', async () => {
    const rows = await agents.asSpecified(
      ...specified,
      `insert into usage_logs (user_id, total_tokens, total_cost, success)
        select id, 5, 0.01, n <= 10 from users, generate_series(1, 12) n`,
      'select total_messages, total_tokens from monthly_usage',
    )
    expect(rows).toEqual([['12', '60']])
    await ana.db.usageLog.createMany({
      data: Array.from({ length: 12 }, (_, at) =>
        aCall({ success: at < 10, cancelled: at === 11 }),
      ),
    })
    expect(await month()).toMatchObject({
      totalMessages: 10,
      totalTokens: '50',
      totalCost: '0.0040000000',
      failedMessages: 1,
      cancelledMessages: 1,
      failedTokens: '10',
      failedCost: '0.0008000000',
    })
    await expect(call({ cancelled: true })).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('a call dated into an earlier month goes to that month and to no running counter (D3)', async () => {
    const rows = await agents.asSpecified(
      ...specified,
      `insert into usage_logs (user_id, total_tokens, total_cost, timestamp)
        select id, 5000, 0, current_timestamp - interval '40 days' from users`,
      'select monthly_tokens from users',
    )
    expect(rows).toEqual([['5000']])
    // Five weeks later a call of today is written.
    const settings = {
      'acervo.actor': 'service:test',
      'acervo.tenant': ana.workspaceId,
      'acervo.fake_now': new Date(Date.now() + 35 * 86_400_000).toISOString(),
    }
    const context = { settings, role: 'acervo_app' } as const
    const today = new Date()
    const [, answer] = await agents.targets.of('agents').group(context, [
      {
        text: `insert into agents.usage_logs (id, timestamp, user_id, agent_id, workspace_id, model, tokens_input,
            tokens_output, cost_input, cost_output)
          select acervo.uuid7(at), at, $1::uuid, $2::uuid, $3::uuid, 'm', n, 0, 0, 0
          from (values ($4::timestamptz, 5000), (acervo.now(), 7)) v (at, n)`,
        values: [ana.id, agentId, ana.workspaceId, today.toISOString()],
      },
      { text: 'select monthly_tokens, total_tokens_used from agents.user_usage', values: [] },
    ])
    expect(answer?.rows).toEqual([['7', '5007']])
    const [first, second] = await months()
    expect(first).toMatchObject({
      year: today.getUTCFullYear(),
      month: today.getUTCMonth() + 1,
      totalTokens: '5000',
    })
    expect(second).toMatchObject({ totalTokens: '7' })
  })

  test('usage stays when its agent, whoever made it, is deleted (O1-13)', async () => {
    const lost = await agents.asSpecified(
      'create table agents (id int primary key)',
      'create table usage_logs (agent_id int not null references agents on delete cascade)',
      'insert into agents values (1)',
      'insert into usage_logs values (1)',
      'delete from agents',
      'select * from usage_logs',
    )
    expect(lost).toEqual([])
    const eva = await agents.person('eva')
    const shared = await eva.db.agent.create({ data: { ...anAgent(eva.id), isPublic: true } })
    await call({ agentId: shared.id })
    await agents.root.user.delete({ where: { id: eva.id } })
    expect(await ana.db.usageLog.findMany()).toMatchObject([{ agentId: null, totalTokens: 5 }])
    expect(await ana.db.monthlyAgentUsage.findMany()).toMatchObject([
      { agentId: shared.id, totalMessages: 1 },
    ])
  })

  test('a message or a conversation that is not there is named by no call (O1-11)', async () => {
    const messageId = '01900000-0000-7000-8000-00000000000a'
    await expect(call({ messageId })).rejects.toMatchObject({ code: 'ACV303' })
    await expect(call({ agentId: undefined })).rejects.toMatchObject({ code: 'ACV305' })
  })

  test('what was written is changed by no request', async () => {
    const { id } = await call()
    for (const text of [
      'update agents.usage_logs set tokens_input = 0 where id = $1',
      'delete from agents.usage_logs where id = $1',
    ])
      await expect(ana.sql(text, id)).rejects.toMatchObject({ code: 'ACV306' })
    for (const text of [
      'update agents.monthly_usage set total_cost = 0',
      'delete from agents.monthly_usage',
      'update agents.monthly_agent_usage set total_cost = 0',
    ])
      await expect(ana.sql(text)).rejects.toMatchObject({ code: 'ACV306' })
  })

  test('months agree with their calls, users and agents, whatever comes at once', async () => {
    const bea = await agents.colleague(ana)
    const other = await ana.db.agent.create({ data: anAgent(ana.id) })
    await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        ana.db.usageLog.createMany({
          data: [0, 1, 2].map((n) =>
            aCall({
              userId: (at + n) % 3 === 0 ? bea.id : ana.id,
              agentId: at % 2 === 0 ? agentId : other.id,
              success: at % 5 !== 0,
              costInput: `0.000000${at % 9}1`,
            }),
          ),
        }),
      ),
    )
    await isExact()
    const byAgent = await agents.query(
      `select m.total_messages, m.total_cost, m.failed_cost from agents.monthly_usage m where m.workspace_id = $1
       except select sum(a.total_messages), sum(a.total_cost), sum(a.failed_cost)
         from agents.monthly_agent_usage a group by a.monthly_usage_id`,
      [ana.workspaceId],
    )
    expect(byAgent.rows).toEqual([])
    const all = await ana.db.monthlyUsage.findMany()
    expect(all).toHaveLength(2)
    expect(all.reduce((sum, one) => sum + one.totalMessages + one.failedMessages, 0)).toBe(180)
  })

  describe('prices', () => {
    const price = (dimension: 'input' | 'output', more: object = {}) =>
      agents.root.modelPrice.create({
        data: {
          model: ana.id,
          dimension,
          price: '0.30',
          validFrom: '2026-01-01T00:00:00Z',
          ...more,
        },
      })
    const unpriced = { costInput: undefined, costOutput: undefined }

    test('a call without a cost takes the price of its instant and keeps it', async () => {
      const { id } = await price('input')
      await price('output', { price: '2.50', unit: 1_000_000 })
      const first = await call({ ...unpriced, model: ana.id, tokensInput: 1, tokensOutput: 3 })
      expect(first).toMatchObject({
        costInput: '0.0000003000',
        costOutput: '0.0000075000',
        totalCost: '0.0000078000',
        costSource: 'price_list',
      })
      const now = new Date().toISOString()
      await agents.root.modelPrice.update({ where: { id }, data: { validUntil: now } })
      await price('input', { price: '9', validFrom: now })
      const second = await call({ ...unpriced, model: ana.id, tokensInput: 1, tokensOutput: 0 })
      expect(second.totalCost).toBe('0.0000090000')
      expect((await ana.db.usageLog.findMany({ where: { id: first.id } }))[0]?.totalCost).toBe(
        '0.0000078000',
      )
    })

    test('what has no price is unknown and told, not free', async () => {
      await price('input')
      const row = await call({ ...unpriced, model: ana.id })
      expect(row).toMatchObject({ costInput: '0.0000009000', costOutput: null, totalCost: null })
      expect(await month()).toMatchObject({ totalMessages: 1, unpricedMessages: 1 })
      expect(await call({ ...unpriced, costSource: 'local_zero' })).toMatchObject({
        totalCost: '0.0000000000',
      })
    })

    test('two prices never hold at once', async () => {
      const answers = await Promise.allSettled(Array.from({ length: 8 }, () => price('input')))
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      await expect(
        price('input', { validFrom: '2025-01-01T00:00:00Z', validUntil: '2026-01-02T00:00:00Z' }),
      ).rejects.toMatchObject({ code: 'ACV302' })
    })
  })

  describe('limits', () => {
    const limit = (data: object) =>
      ana.db.usageLimit.upsert({
        where: { userId: ana.id },
        create: { userId: ana.id, ...data },
        update: data,
      })
    let asked = 0
    const reserve = (more: object = {}) => {
      asked += 1
      return ana.db.usageReservation.create({
        data: { userId: ana.id, agentId, requestId: `r-${asked}`, tokens: '100', ...more },
      })
    }
    const alerts = async () =>
      (
        await ana.db.usageAlert.findMany({ orderBy: [{ dimension: 'asc' }, { threshold: 'asc' }] })
      ).map(({ type, dimension, triggered }) => `${type} ${dimension} ${triggered}`)

    test('of a hundred that reserve at once no more pass than there is room for', async () => {
      await limit({ limitMessages: 10 })
      const answers = await Promise.allSettled(Array.from({ length: 100 }, () => reserve()))
      const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
      expect(refused).toEqual(Array.from({ length: 90 }, () => 'ACV304'))
      expect(await month()).toMatchObject({ reservedMessages: 10, reservedTokens: '1000' })
    })

    test('a call settles its reservation once, a release gives the room back', async () => {
      await limit({ limitTokens: '250' })
      const [first, second] = [await reserve(), await reserve()]
      await expect(reserve()).rejects.toMatchObject({ code: 'ACV304' })
      const settle = () => call({ reservationId: first.id, tokensInput: 20, tokensOutput: 10 })
      const both = await Promise.allSettled([settle(), settle()])
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await month()).toMatchObject({ totalTokens: '30', reservedTokens: '100' })
      await ana.db.usageReservation.update({
        where: { id: second.id },
        data: { status: 'released' },
      })
      expect(await month()).toMatchObject({ reservedTokens: '0', reservedMessages: 0 })
      await expect(call({ reservationId: second.id })).rejects.toMatchObject({ code: 'ACV304' })
      await expect(
        ana.db.usageReservation.update({ where: { id: second.id }, data: { status: 'held' } }),
      ).rejects.toMatchObject({ code: 'ACV323' })
      await reserve({ tokens: '220' })
      await expect(reserve({ tokens: '1' })).rejects.toMatchObject({ code: 'ACV304' })
    })

    test('what was forgotten gives its room back after ten minutes, and is counted all the same', async () => {
      await limit({ limitMessages: 1 })
      const { id } = await reserve()
      const later = (minutes: number) => {
        const settings = {
          'acervo.actor': 'service:test',
          'acervo.tenant': ana.workspaceId,
          'acervo.fake_now': new Date(Date.now() + minutes * 60_000).toISOString(),
        }
        const text = `insert into agents.usage_reservations (user_id, request_id)
          values ($1, 'later') returning status`
        const context = { settings, role: 'acervo_app' } as const
        return agents.targets.of('agents').group(context, [{ text, values: [ana.id] }])
      }
      await expect(later(9)).rejects.toMatchObject({ code: 'ACV304' })
      await later(11)
      expect(await ana.db.usageReservation.findUnique({ where: { id } })).toMatchObject({
        status: 'expired',
      })
      await call({ reservationId: id })
      expect(await month()).toMatchObject({ totalMessages: 1, reservedMessages: 1 })
    })

    test('one request is reserved once', async () => {
      const requestId = 'the-same'
      const answers = await Promise.allSettled(
        Array.from({ length: 10 }, () => reserve({ requestId })),
      )
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await month()).toMatchObject({ reservedMessages: 1 })
    })

    test('one call that jumps over all thresholds raises each once; a higher limit resolves them', async () => {
      await limit({ limitTokens: '1000' })
      await call({ tokensInput: 700, tokensOutput: 0 })
      expect(await alerts()).toEqual([])
      await Promise.all([1, 2, 3].map(() => call({ tokensInput: 350, tokensOutput: 0 })))
      const raised = ['APPROACHING_LIMIT', 'LIMIT_WARNING', 'LIMIT_EXCEEDED']
      expect(await alerts()).toEqual(raised.map((type) => `${type} tokens true`))
      expect(await month()).toMatchObject({ exceededLimit: true, warningsSent: 3 })
      const told = await agents.query(
        `select count(*) from agents.outbox_events where event_type = 'UsageAlertRaised'
         and payload ->> 'userId' = $1`,
        [ana.id],
      )
      expect(told.rows).toEqual([['3']])
      await limit({ limitTokens: '2100' })
      expect(await alerts()).toEqual([
        'APPROACHING_LIMIT tokens true',
        'LIMIT_WARNING tokens false',
        'LIMIT_EXCEEDED tokens false',
      ])
      await call({ tokensInput: 400, tokensOutput: 0 })
      expect(await alerts()).toEqual(raised.map((type) => `${type} tokens true`))
    })

    test('a limit that is written while the month begins holds for it', async () => {
      for (let round = 0; round < 5; round += 1) {
        const bea = await agents.colleague(ana)
        const own = { userId: bea.id }
        await Promise.all([
          ana.db.usageLimit.create({ data: { ...own, limitMessages: 7 } }),
          ...Array.from({ length: 4 }, () => call(own)),
        ])
        const [begun] = await ana.db.monthlyUsage.findMany({ where: own })
        expect(begun).toMatchObject({ limitMessages: 7, totalMessages: 4 })
      }
    })
  })

  test('a user who is deleted leaves a bill without a name, the last one nothing at all', async () => {
    const bea = await agents.colleague(ana)
    await call()
    await call({ userId: bea.id, success: false })
    const rowsOf = async (id: string) => {
      const names = ['usage_logs', 'monthly_usage', 'monthly_agent_usage', 'usage_reservations']
      const counts = names.map((name) => `select 1 from agents.${name} where user_id = $1`)
      return (await agents.query(counts.join(' union all '), [id])).rows
    }
    await ana.db.usageReservation.create({ data: { userId: bea.id, requestId: 'open' } })
    await agents.root.user.delete({ where: { id: bea.id } })
    expect(await rowsOf(bea.id)).toEqual([])
    expect(await ana.db.erasedUsage.findMany()).toMatchObject([
      { totalMessages: 0, failedMessages: 1, failedCost: '0.0004000000' },
    ])
    expect(await month()).toMatchObject({ totalMessages: 1 })
    await agents.root.user.delete({ where: { id: ana.id } })
    expect(await rowsOf(ana.id)).toEqual([])
    const bills = 'select 1 from agents.erased_usage where workspace_id = $1'
    expect((await agents.query(bills, [ana.workspaceId])).rows).toEqual([])
  })
})
