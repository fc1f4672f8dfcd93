// `acervo doctor`: what could go wrong with this machine, this configuration and these servers, one
// line each with what to do. It changes nothing.
import type { Config } from '../config.ts'
import { AcervoError, defineModel, isAcervoError } from '../kernel/index.ts'
import { openStore, trustedOf } from './backup-place.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { checkBackups } from './doctor/backups.ts'
import { checkList } from './doctor/checklist.ts'
import { type Finding, fail, ok, toSentence, warn } from './doctor/finding.ts'
import { checkConfig, checkDirectory, checkNode } from './doctor/machine.ts'
import { checkHealth, checkTargets } from './doctor/servers.ts'
import { loadProject } from './project.ts'
import { exitCodes, type Language } from './terminal/io.ts'
import { toPlainText } from './terminal/table.ts'

export const command = defineCommand({
  name: 'doctor',
  summary: {
    en: 'check machine, configuration and servers, and say what to do',
    es: 'revisa la máquina, la configuración y los servidores, y dice qué hacer',
  },
  arguments: [],
  options: {
    production: {
      type: 'boolean',
      meaning: {
        en: 'also what only matters in production',
        es: 'también lo que solo importa en producción',
      },
    },
  },
  runs: 'inside',
  notes: {
    en: 'Ends with 1 when a line says fail; warn and unknown do not change the exit code. --production adds the eleven points of the checklist of AI-CORE.',
    es: 'Termina en 1 si alguna línea dice fail; warn y unknown no cambian el código de salida. --production añade los once puntos de la lista de AI-CORE.',
  },
  run: async (context) => {
    const { io, options } = context
    const { language } = io
    const findings = await examine(context)
    const isWell = findings.every(({ status }) => status !== 'fail')
    if (options.json) {
      const told = findings.map((finding) => toTold(finding, 'en'))
      await io.out(`${JSON.stringify({ ok: isWell, findings: told })}\n`)
      return isWell ? exitCodes.ok : exitCodes.failed
    }
    const width = Math.max(...findings.map(({ check }) => check.length))
    for (const { status, check, message, hint } of findings.map((finding) =>
      toTold(finding, language),
    )) {
      const line = `${status.padEnd(7)}  ${check.padEnd(width)}  ${toPlainText(message)}`
      await io.out(`${line}\n${hint ? `${' '.repeat(width + 11)}${toPlainText(hint)}\n` : ''}`)
    }
    return isWell ? exitCodes.ok : exitCodes.failed
  },
})

function toTold({ status, check, message, hint }: Finding, language: Language) {
  const told = { status, check, message: toSentence(message, language) }
  return hint === undefined ? { ...told, hint } : { ...told, hint: toSentence(hint, language) }
}

async function examine(context: CommandContext): Promise<readonly Finding[]> {
  const { config, io, options, open } = context
  const isProduction = options.production === true
  const openBackups = async () => ({
    store: await openStore(config, io, {}),
    trusted: trustedOf(config, io),
  })
  const findings = [
    checkNode(),
    ...checkConfig(config, isProduction),
    ...(await checkDirectory(config, io.cwd)),
    await checkProject(config, io.cwd),
    ...(await checkBackups(config, io, openBackups, isProduction)),
  ]
  try {
    const { acervo } = await open({ migrations: 'inspect' })
    return [
      ...findings,
      ...(await checkTargets(acervo, isProduction)),
      await checkHealth(acervo),
      ...(isProduction ? await checkList(acervo, config) : []),
    ]
  } catch (error) {
    if (io.signal.aborted) throw error
    return [...findings, toFinding('database', error)]
  }
}

async function checkProject(config: Config, cwd: string): Promise<Finding> {
  try {
    const { file, systems } = await loadProject(cwd, config)
    const { databases } = defineModel(systems)
    const names = systems.map(({ name }) => name).join(', ')
    const { size } = databases
    return ok('project', {
      en: `${file ?? 'bundled systems'}: ${names} (${size} databases)`,
      es: `${file ?? 'sistemas incluidos'}: ${names} (${size} bases de datos)`,
    })
  } catch (error) {
    return toFinding('project', error)
  }
}

function toFinding(check: string, error: unknown): Finding {
  const problem = isAcervoError(error)
    ? error
    : new AcervoError('ACV600', error instanceof Error ? error.message : String(error))
  const details = problem.details === undefined ? '' : ` (${problem.details})`
  const message = `${problem.code} ${problem.message}${details}`
  // A platform that was never started is no illness.
  const isFresh = problem.code === 'ACV318'
  return (isFresh ? warn : fail)(check, message, problem.hint)
}
