// The alerts of a platform for whoever asks from outside of its watch.
import type { Target } from '../database/target.ts'
import type { Model } from '../model/model.ts'
import { askingAs } from '../work/asking.ts'
import { openAlertStore } from './alert-store.ts'
import type { AlertState } from './evaluate.ts'

interface Platform {
  readonly model: Model
  readonly targets: { of(schema: string): Target }
}

/** What fires and what is about to, and how many messages wait after a failed try. */
export async function readAlerts({
  model,
  targets,
}: Platform): Promise<{ readonly alerts: readonly AlertState[]; readonly undelivered: number }> {
  const home = targets.of(model.systems[0]?.databases[0]?.schema ?? '')
  const { states, undelivered } = await openAlertStore(home, () => askingAs('service:watch')).load()
  return { alerts: states.filter(({ phase }) => phase !== 'quiet'), undelivered }
}
