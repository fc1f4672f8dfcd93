// What is being done this autumn, and what goes wrong with it: a project with its hours, tasks that wait, a complaint,
// a server that ran full, a lease with its notice, a duty that is late.
import { carmen, chapter, move, toDigest, toId, workshop } from './chapter.ts'
import { inakiId, martaId } from './office.ts'

const projectId = toId('projects')

const projects = chapter('projects', 'project', async (tables) => {
  const { project, milestone, timesheetEntry } = tables
  await project.createMany({
    data: [
      {
        id: projectId,
        code: 'FICHA',
        name: 'Una ficha por cliente',
        leadId: martaId,
        status: 'ACTIVE',
        startsOn: '2026-09-01',
        budgetMinutes: '24000',
      },
    ],
  })
  await milestone.createMany({
    data: [{ projectId, name: 'Banca y seguros, cruzados', dueOn: '2026-12-01' }],
  })
  await timesheetEntry.createMany({
    data: [
      {
        projectId,
        employeeId: inakiId,
        startsAt: '2026-11-18T08:00:00Z',
        endsAt: '2026-11-18T11:30:00Z',
        description: 'Revisar duplicados de la campaña',
      },
    ],
  })
})

const tasks = chapter('tasks', 'task', async ({ task, taskDependency }) => {
  const [taskId, laterId] = [toId('tasks'), toId('tarea de después')]
  await task.createMany({
    data: [
      {
        id: taskId,
        title: 'Pedir a Rosario su DNI: la letra no cuadra',
        assigneeId: inakiId,
        projectId,
      },
      {
        id: laterId,
        title: 'Unir las dos fichas de Rosario',
        assigneeId: inakiId,
        projectId,
        status: 'BLOCKED',
        blockedBecause: 'Falta el documento',
      },
    ],
  })
  await taskDependency.createMany({ data: [{ taskId: laterId, dependsOnId: taskId }] })
})

const tickets = chapter('tickets', 'ticket', async ({ ticket, ticketMessage }, { partyOf }) => {
  const ticketId = toId('tickets')
  await ticket.createMany({
    data: [
      {
        id: ticketId,
        partyId: partyOf(carmen),
        assigneeId: inakiId,
        subject: 'Me han cobrado dos veces el recibo de septiembre',
        category: 'COMPLAINT',
        priority: 'HIGH',
      },
    ],
  })
  await ticketMessage.createMany({
    data: [
      { ticketId, author: 'Carmen García', content: 'Salen dos cargos de 124,30 € el mismo día.' },
      { ticketId, author: 'user:inaki', content: 'El banco repitió la remesa.', internal: true },
    ],
  })
  await move(ticket, ticketId, { status: 'IN_PROGRESS' })
})

const workflows = chapter('workflows', 'workflowDefinition', async (tables) => {
  const { workflowDefinition, workflowVersion, workflowInstance, workflowStepRun } = tables
  const definitionId = toId('workflows')
  const [versionId, instanceId, stepId] = [toId('versión'), toId('alta'), toId('primer paso')]
  await workflowDefinition.createMany({
    data: [{ id: definitionId, key: 'alta-de-cliente', name: 'Alta de un cliente' }],
  })
  await workflowVersion.createMany({
    data: [
      {
        id: versionId,
        definitionId,
        version: 1,
        steps: [
          { name: 'identidad', action: 'global.party.find' },
          { name: 'contrato', action: 'energy.contract.request' },
        ],
      },
    ],
  })
  await move(workflowVersion, versionId, { status: 'PUBLISHED' })
  await workflowInstance.createMany({
    data: [{ id: instanceId, versionId, input: { lead: 'Mateo Peñalver' } }],
  })
  await workflowStepRun.createMany({ data: [{ id: stepId, instanceId, step: 'identidad' }] })
  await move(workflowStepRun, stepId, { status: 'DONE', output: { document: 'visto' } })
})

const techteam = chapter('techteam', 'asset', async (tables) => {
  const { asset, incident, onCallRota, onCallShift } = tables
  const [assetId, incidentId, rotaId] = [toId('techteam'), toId('disco lleno'), toId('guardias')]
  await asset.createMany({
    data: [{ id: assetId, code: 'SRV-01', name: 'Servidor de la oficina', kind: 'SERVER' }],
  })
  await incident.createMany({
    data: [
      {
        id: incidentId,
        assetId,
        title: 'Disco lleno por los registros',
        severity: 'SEV2',
        responderId: inakiId,
        startedAt: '2026-11-09T05:40:00Z',
      },
    ],
  })
  await move(
    incident,
    incidentId,
    { status: 'ACKNOWLEDGED' },
    { status: 'RESOLVED', cause: 'Nadie borraba los registros de 2025' },
  )
  const week = { startsAt: '2026-11-23T00:00:00Z', endsAt: '2026-11-30T00:00:00Z' }
  await onCallRota.createMany({ data: [{ id: rotaId, name: 'Semana 48', ...week }] })
  await onCallShift.createMany({ data: [{ rotaId, employeeId: inakiId, ...week }] })
  await move(onCallRota, rotaId, { status: 'PUBLISHED' })
})

const legal = chapter('legal', 'matter', async (tables, { partyOf }) => {
  const { matter, legalContract, deadline } = tables
  const matterId = toId('legal')
  const contractId = toId('alquiler')
  await matter.createMany({
    data: [
      {
        id: matterId,
        number: 'EXP-2026-03',
        title: 'Factura impagada de 2025',
        kind: 'CLAIM',
        partyId: partyOf(workshop),
        responsibleId: martaId,
        openedOn: '2026-10-20',
      },
    ],
  })
  await legalContract.createMany({
    data: [
      {
        id: contractId,
        number: 'ALQ-2022',
        title: 'Alquiler de la oficina',
        partyId: partyOf(workshop),
        startsOn: '2022-03-01',
        endsOn: '2027-03-01',
        noticeDays: 60,
        renewsItself: true,
      },
    ],
  })
  await move(legalContract, contractId, { status: 'SIGNED' })
  await deadline.createMany({
    data: [
      {
        contractId,
        title: 'Decidir si se prorroga el alquiler',
        dueOn: '2026-12-31',
        remindDays: [30, 7, 1],
      },
    ],
  })
})

const compliance = chapter('compliance', 'obligation', async (tables) => {
  const { obligation, evidence, controlTest } = tables
  const [obligationId, evidenceId] = [toId('compliance'), toId('acta')]
  await obligation.createMany({
    data: [
      {
        id: obligationId,
        code: 'RGPD-30',
        title: 'Registro de actividades de tratamiento al día',
        source: 'LAW',
        ownerId: martaId,
        dueOn: '2026-10-31',
      },
      {
        code: 'IDD-25H',
        title: 'Formación anual de quien distribuye seguros',
        source: 'REGULATOR',
        ownerId: inakiId,
        dueOn: '2026-11-15',
      },
    ],
  })
  await evidence.createMany({
    data: [
      {
        id: evidenceId,
        obligationId,
        title: 'Registro firmado',
        location: 'expedientes/registro-2026.pdf',
        sha256: toDigest('c'),
      },
    ],
  })
  await controlTest.createMany({
    data: [
      { obligationId, testedOn: '2026-10-28', testerId: inakiId, result: 'PASSED', evidenceId },
    ],
  })
  await move(obligation, obligationId, { status: 'MET' })
})

export const workChapters = [
  projects,
  tasks,
  tickets,
  workflows,
  techteam,
  legal,
  compliance,
] as const
