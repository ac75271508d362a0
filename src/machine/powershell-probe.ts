/**
 * The Windows probe for a channel that runs PowerShell and keeps the last 4,096 bytes of what it prints. cmd.exe reads scripts from files
 * only, so the probe stands in one for as long as it runs, under a name nobody can guess, and is removed whatever happens. What it
 * prints comes back packed. Takes PowerShell 2, which Windows Server 2008 R2 has.
 */
export function powershellProbe(probe: string): string {
  // Nothing is replaced in such a text; only a line that begins with '@ would end it.
  if (/^'@/m.test(probe)) throw new Error("a line of the probe begins with '@");
  return [...BEFORE, ...probe.trimEnd().split(/\r?\n/), ...AFTER].join('\n');
}

const BEFORE = [
  '# azmon: looks at this machine and prints what it saw, packed. The one file that it needs is removed again.',
  "$probe = @'",
];

const AFTER = [
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
  '$bytes = [Text.Encoding]::UTF8.GetBytes(($lines -join "`n") + "`n")',
  '$memory = New-Object IO.MemoryStream',
  '$gzip = New-Object IO.Compression.GZipStream($memory, [IO.Compression.CompressionMode]::Compress)',
  '$gzip.Write($bytes, 0, $bytes.Length)',
  '$gzip.Close()',
  "'azmon-probe-gzip:'",
  "[Convert]::ToBase64String($memory.ToArray(), 'InsertLineBreaks')",
  "':end'",
  '',
];
