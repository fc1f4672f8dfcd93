// The 66 databases that the specification's inventory lists. Its script creates 45 of them; the other 21 it names and
// never makes. Here the declarations make them all, and this list says where each is known from.
const created = [
  'sm_global sm_system sm_auth sm_audit sm_logs',
  'ss_insurance ss_policies ss_claims ss_commissions ss_carriers ss_endorsements ss_retention ss_vigilance',
  'se_energy',
  'st_telecom',
  'sf_finance',
  'sr_repairs',
  'sw_workshops',
  'sm_hr',
  'sm_analytics',
  'sm_ai_agents',
  'sm_communications',
  'sm_accounting',
  'sm_crm sm_leads sm_commercial',
  'sm_documents',
  'sm_workflows',
  'sm_compliance sm_data_quality sm_integrations sm_inventory sm_legal sm_marketing sm_notifications sm_objectives sm_products sm_projects sm_quality sm_scheduling sm_strategy sm_techteam sm_tickets',
  'soriano_ecliente soriano_web_premium',
].flatMap((codes) => codes.split(' '))

const listed = [
  'sm_hr_payroll sm_hr_recruitment sm_hr_training sm_hr_performance',
  'sm_analytics_reports sm_analytics_dashboards sm_analytics_metrics',
  'sm_ai_models sm_ai_training sm_ai_prompts',
  'sm_comms_email sm_comms_sms sm_comms_whatsapp sm_comms_voice',
  'sm_finance sm_finance_accounting sm_finance_invoicing sm_finance_treasury',
  'sm_customers',
  'sm_storage',
  'sm_tasks',
].flatMap((codes) => codes.split(' '))

/** Schema -> `script` or `inventory`. */
export const inventory: Readonly<Record<string, string>> = Object.freeze({
  ...Object.fromEntries(created.map((code) => [code, 'script'])),
  ...Object.fromEntries(listed.map((code) => [code, 'inventory'])),
})
