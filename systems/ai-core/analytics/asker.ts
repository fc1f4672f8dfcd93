// Who asks, as the session says it; nobody where it does not.
export const asker = `nullif(current_setting('acervo.actor', true), '')`
