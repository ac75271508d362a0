// Stands in the bundle for wsl-utils. oclif asks it at every start for names that azmon never uses: whether this is WSL, and on
// Windows which shell called, for which it would start a PowerShell. Throwing is what oclif expects where there is none.
export const isWsl = false;

export function powerShellPath() {
  throw new Error('not asked for');
}

// Asked for only where isWsl is true, by the browser sign-in.
export const convertWslPathToWindows = powerShellPath;
export const canAccessPowerShell = powerShellPath;
export const wslDefaultBrowser = powerShellPath;
