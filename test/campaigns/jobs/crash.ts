// One crash campaign, small or full: its database, its watch over who completes what, and its promises.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { openEmbedded } from '../../../kernel/database/embedded/open.ts'
import { renderRoles } from '../../../kernel/database/roles.ts'
import type { Engine } from '../../../kernel/database/target.ts'
import { setUpJobs } from '../../../kernel/work/jobs/set-up.ts'
import { startJobs } from '../../../kernel/work/jobs/start-jobs.ts'
import { type KillOptions, killWorkers } from './kill-workers.ts'
import { noPlatform, openQueueTarget, setUp } from './queue-target.ts'

export type CrashSize = Pick<KillOptions, 'kills' | 'pauses' | 'jobs' | 'seed'>

export async function crashCampaign(engine: Engine, size: CrashSize): Promise<void> {
  const { report, strangers } = engine === 'postgres' ? await onServer(size) : await embedded(size)
  console.log(`${engine}: ${JSON.stringify({ ...size, ...report })}`)
  expect(report).toMatchObject({ ended: size.jobs, failed: 0 })
  expect(report.killed + report.paused).toBe(size.kills)
  expect(report.longestWaitMs).toBeLessThanOrEqual(30_000)
  expect(strangers).toBe(0)
}

async function onServer(size: CrashSize) {
  const database = await openQueueTarget('postgres')
  try {
    // Makes the queue, so that the watch can be put on it.
    const idle = { name: 'work', run: async () => undefined }
    const { target } = database
    await (await startJobs({ acervo: noPlatform, jobs: [idle], target, mode: 'send' })).stop()
    await database.script(watch)
    const placeOf = (id: string) => {
      const url = new URL(database.run)
      url.searchParams.set('application_name', id)
      return url.href
    }
    const report = await killWorkers({ ...size, placeOf, workers: 3, everyMs: 1000 })
    const [[strangers, completed] = []] = await database.query(strangersAndCompleted)
    expect(Number(completed)).toBe(size.jobs)
    return { report, strangers: Number(strangers) }
  } finally {
    await database.close()
  }
}

async function embedded(size: CrashSize) {
  const directory = await mkdtemp(join(tmpdir(), 'acervo-jobs-'))
  try {
    const target = await openEmbedded({ dataDirectory: directory })
    const direct = await target.direct()
    await direct.script(renderRoles())
    await direct.close()
    await setUp(target)
    await setUpJobs(target, () => target.direct())
    await target.close()
    const placeOf = () => directory
    return {
      report: await killWorkers({ ...size, placeOf, workers: 1, everyMs: 4000 }),
      strangers: 0,
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

// Who claims a job and who settles it, by the name of their connections.
const watch = `
  create table public.watched (at bigserial, job uuid, state text, who text);
  grant insert, select on public.watched to public;
  grant usage on sequence public.watched_at_seq to public;
  create function public.watch_job() returns trigger language plpgsql as $$ begin
    insert into public.watched (job, state, who)
    values (new.id, new.state::text, current_setting('application_name'));
    return new;
  end $$;
  create trigger watch after update of state on pgboss.job
    for each row execute function public.watch_job()`

const strangersAndCompleted = `
  with told as (
    select *, lag(state) over per_job as state_before, lag(who) over per_job as who_before
      from public.watched window per_job as (partition by job order by at))
  select count(*) filter (where state = 'completed' and (state_before, who_before) is distinct from ('active', who)),
         (select count(*) from pgboss.job where name = 'work' and state = 'completed')
    from told`
