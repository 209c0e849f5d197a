import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { readTask } from '../settings/command-line.ts'
import type { Settings } from '../settings/settings.ts'

/** A running server of this program on this machine. */
export interface FoundServer {
  /** The working folder of its process. */
  readonly folder: string
  /** The absolute path of the database, with symlinks resolved; null for memory. */
  readonly file: string | null
  /** Its settings, with the port that it listens on. */
  readonly settings: Settings
}

/**
 * Finds the listening servers of this user that run the script `program`. Uses /proc of Linux; on other systems it
 * finds none.
 */
export function findServers(program: string, proc = '/proc'): FoundServer[] {
  const processes = existsSync(`${proc}/self/fd`) ? readdirSync(proc).filter(name => /^\d+$/.test(name)) : []
  return processes.flatMap(name => {
    try {
      return inspect(`${proc}/${name}`, realpathSync(program))
    } catch {
      // The process belongs to another user, is not a server, or has ended.
      return []
    }
  })
}

function inspect(process: string, program: string): FoundServer[] {
  const folder = readlinkSync(`${process}/cwd`)
  const args = readStrings(`${process}/cmdline`)
  const script = args.findIndex(
    arg => existsSync(resolve(folder, arg)) && realpathSync(resolve(folder, arg)) === program,
  )
  if (script === -1) return []
  const environment = Object.fromEntries(readStrings(`${process}/environ`).map(variable => variable.split(/=(.*)/s)))
  const task = readTask(args.slice(script + 1), environment, '')
  if (task.name !== 'serve') return []
  const { settings } = task
  const { file, seed } = settings
  const ports = listeningPorts(process).filter(port => settings.port === 0 || settings.port === port)
  const seedFile = seed === null || /^(demo|none)$/.test(seed) ? seed : realPath(folder, seed)
  return ports.map(port => ({
    folder,
    file: file && realPath(folder, file),
    settings: { ...settings, port, seed: seedFile },
  }))
}

/** The absolute path of a file relative to a folder. Symlinks are resolved if the file exists. */
export function realPath(folder: string, file: string): string {
  const path = resolve(folder, file)
  return existsSync(path) ? realpathSync(path) : path
}

function listeningPorts(process: string): number[] {
  const sockets = new Set(readdirSync(`${process}/fd`).map(each => readlinkSync(`${process}/fd/${each}`)))
  const tables = ['tcp', 'tcp6'].map(table => `${process}/net/${table}`).filter(existsSync)
  const rows = tables.flatMap(table =>
    readFileSync(table, 'utf8')
      .split('\n')
      .map(row => row.trim().split(/\s+/)),
  )
  // Columns 1, 3 and 9: ADDRESS:PORT in hexadecimal, the state (0A is listening) and the inode of the socket.
  const listening = rows.filter(columns => columns[3] === '0A' && sockets.has(`socket:[${columns[9]}]`))
  return [...new Set(listening.map(columns => Number.parseInt(String(columns[1]?.split(':').at(-1)), 16)))]
}

/** Reads a list of strings, each of which ends with a zero byte. */
function readStrings(path: string): string[] {
  return readFileSync(path, 'utf8').split('\0').slice(0, -1)
}
