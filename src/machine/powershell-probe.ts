/**
 * The Windows probe for a channel that runs PowerShell and keeps the last 4,096 bytes of what it prints. cmd.exe reads scripts from files
 * only, so the probe stands in one for as long as it runs, under a name nobody can guess, and is removed whatever happens. What it
 * prints comes back packed. Takes PowerShell 2, which Windows Server 2008 R2 has.
 */
export const powershellProbe = (probe: string): string => powershell(probe, BEFORE, [...PACK, ...PRINT]);

/** The same for a script that may change the machine; its exit code comes as a last line behind `mark`. */
export const powershellScript = (script: string, mark: string): string =>
  powershell(script, BEFORE_SCRIPT, [`$all = @($lines) + "${mark}$LASTEXITCODE"`, ...FITTED]);

function powershell(script: string, before: readonly string[], then: readonly string[]): string {
  // Nothing is replaced in such a text; only a line that begins with '@ would end it.
  if (/^'@/m.test(script)) throw new Error("a line of the script begins with '@");
  return [...before, ...script.trimEnd().split(/\r?\n/), ...RUN, ...then].join('\n');
}

const BEFORE = [
  '# azmon: looks at this machine and prints what it saw, packed. The one file that it needs is removed again.',
  "$probe = @'",
];

const BEFORE_SCRIPT = [
  '# azmon: runs a script on this machine and prints what it said, packed. The one file that it needs is removed again.',
  "$probe = @'",
];

const RUN = [
  "'@",
  "$ErrorActionPreference = 'Stop'",
  "$name = 'azmon-probe-' + [Guid]::NewGuid().ToString('N') + '.cmd'",
  '$file = [IO.Path]::Combine([IO.Path]::GetTempPath(), $name)',
  'try {',
  '  # cmd finds its labels only where lines end with CR LF.',
  '  [IO.File]::WriteAllText($file, ($probe -replace \'\\r?\\n\', "`r`n") + "`r`n", [Text.Encoding]::ASCII)',
  "  $lines = & $env:ComSpec /d /q /c $file '2>nul'",
  '} finally {',
  '  [IO.File]::Delete($file)',
  '}',
];

const PACK = [
  '$bytes = [Text.Encoding]::UTF8.GetBytes(($lines -join "`n") + "`n")',
  '$memory = New-Object IO.MemoryStream',
  '$gzip = New-Object IO.Compression.GZipStream($memory, [IO.Compression.CompressionMode]::Compress)',
  '$gzip.Write($bytes, 0, $bytes.Length)',
  '$gzip.Close()',
];

const PRINT = ["'azmon-probe-gzip:'", "[Convert]::ToBase64String($memory.ToArray(), 'InsertLineBreaks')", "':end'", ''];

/** What was said by the way is left out, the oldest first, until the rest comes through: 2,850 bytes are 3,900 in lines of base64. */
const FITTED = [
  "$chatter = '^(log|say|wait)='",
  'foreach ($keep in 100000, 400, 200, 100, 50, 25, 10, 0) {',
  '  $drop = @($all -match $chatter).Count - $keep',
  '  $lines = @(foreach ($line in $all) { if ($drop -gt 0 -and $line -match $chatter) { $drop-- } else { $line } })',
  ...PACK.map((line) => `  ${line}`),
  '  if ($memory.ToArray().Length -le 2850) { break }',
  '}',
  ...PRINT,
];
