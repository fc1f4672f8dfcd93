// What `acervo move` says, in both languages.
export const moveWords = Object.freeze({
  en: {
    noTo: 'no place to move to is named',
    check: 'Checking both sides',
    prepare: 'Setting up the target',
    read: 'Reading',
    compare: 'Comparing',
    mark: 'Marking the source',
    place: 'Writing the placement',
    undo: 'Undoing',
    resume: 'Going on where an earlier call was cut short',
    left: 'the databases have moved, and something is left of the move',
    again:
      'Run the same command again: it takes it away. acervo doctor shows replication slots that are left.',
    fence: 'Holding writers',
    drain: 'Waiting for the last changes',
    sequences: 'Copying what stands beside the tables',
    clean: 'Cleaning up',
    replicate: (ready: string, tables: string, rows: string) =>
      `Copying: ${ready} of ${tables} tables are there${rows === '0' ? '' : `, ${rows} rows of the next`}`,
    behind: (kilobytes: string, seconds: string) =>
      `Catching up: ${kilobytes} kB and ${seconds} s behind`,
    badPause: 'the pause is no number of seconds from 0.5 to 60',
    pause: (pauseMs: string, seconds: string) =>
      `Writers waited for ${pauseMs} ms; all of it took ${seconds} s.`,
    header: ['table', 'rows'],
    states: {
      moved: (from: string, to: string) => `Moved from ${from} to ${to}; both sides say the same.`,
      finished: (from: string, to: string) =>
        `The move from ${from} to ${to} had copied everything; it is finished now.`,
      checked: (from: string, to: string) =>
        `Nothing stands in the way from ${from} to ${to}. Nothing was written.`,
      there: (_from: string, to: string) => `On ${to} already; nothing to do.`,
      cleared: (_from: string, to: string) =>
        `On ${to} already; what a killed move had left there is gone.`,
      aborted: (from: string, to: string) =>
        `Nothing is left of the move to ${to}; ${from} is as it was.`,
    },
    placement: (path: string) =>
      `Its place stands in ${path}. The source is left, marked as moved.`,
    next: (path: string) => `Next: ACERVO_PLACEMENT=${path} acervo start`,
  },
  es: {
    noTo: 'no se indica adónde mover',
    check: 'Comprobando los dos lados',
    prepare: 'Preparando el destino',
    read: 'Leyendo',
    compare: 'Comparando',
    mark: 'Marcando el origen',
    place: 'Escribiendo la ubicación',
    undo: 'Deshaciendo',
    resume: 'Sigue donde se cortó una orden anterior',
    left: 'las bases de datos se han trasladado y queda algo del traslado',
    again:
      'Repita la misma orden: lo quita. acervo doctor muestra las ranuras de replicación que quedan.',
    fence: 'Deteniendo las escrituras',
    drain: 'Esperando los últimos cambios',
    sequences: 'Copiando lo que está junto a las tablas',
    clean: 'Recogiendo',
    replicate: (ready: string, tables: string, rows: string) =>
      `Copiando: ${ready} de ${tables} tablas ya están${rows === '0' ? '' : `, ${rows} filas de la siguiente`}`,
    behind: (kilobytes: string, seconds: string) =>
      `Poniéndose al día: ${kilobytes} kB y ${seconds} s de retraso`,
    badPause: 'la pausa no es un número de segundos entre 0.5 y 60',
    pause: (pauseMs: string, seconds: string) =>
      `Las escrituras esperaron ${pauseMs} ms; todo tardó ${seconds} s.`,
    header: ['tabla', 'filas'],
    states: {
      moved: (from: string, to: string) =>
        `Movida de ${from} a ${to}; los dos lados dicen lo mismo.`,
      finished: (from: string, to: string) =>
        `El traslado de ${from} a ${to} ya lo había copiado todo; ahora está terminado.`,
      checked: (from: string, to: string) =>
        `Nada lo impide de ${from} a ${to}. No se ha escrito nada.`,
      there: (_from: string, to: string) => `Ya está en ${to}; no hay nada que hacer.`,
      cleared: (_from: string, to: string) =>
        `Ya está en ${to}; se ha quitado lo que había dejado un traslado interrumpido.`,
      aborted: (from: string, to: string) =>
        `No queda nada del traslado a ${to}; ${from} está como estaba.`,
    },
    placement: (path: string) =>
      `Su ubicación está en ${path}. El origen se queda, marcado como movido.`,
    next: (path: string) => `Siguiente paso: ACERVO_PLACEMENT=${path} acervo start`,
  },
})
