@set @azmon=0 /*
@set "@azmon="
@setlocal EnableExtensions DisableDelayedExpansion
@echo off
rem azmon wrapper for Windows: installs, shows, changes and removes the Log Analytics agent (docs/wrapper.md). cmd.exe reads up to
rem the end of this comment, cscript the JScript behind it. Needs what every Windows since Server 2008 SP2 has: cmd, cscript, reg,
rem sc, net, ping, msiexec. What it is to do stands in AZMON_ variables; every change is entered in a ledger before it is made.
rem Secrets come on stdin, one line each. Lines must end with CR LF, or labels get lost.
set "AZMON_SYS=%SystemRoot%\System32"
if exist "%SystemRoot%\Sysnative\reg.exe" set "AZMON_SYS=%SystemRoot%\Sysnative"
set "AZMON_WSH=%AZMON_SYS%\cscript.exe"
rem The configuration object of a 32-bit agent is a 32-bit one.
"%AZMON_SYS%\reg.exe" query HKLM\SYSTEM\CurrentControlSet\Services\HealthService /v ImagePath 2>nul | "%AZMON_SYS%\find.exe" "(x86)" >nul
if not errorlevel 1 if exist "%SystemRoot%\SysWOW64\cscript.exe" set "AZMON_WSH=%SystemRoot%\SysWOW64\cscript.exe"
set "AZMON_READ="
set "AZMON_AGAIN="
if defined AZMON_LINES goto run
if defined AZMON_SECRETS goto run
if "%AZMON_DRY_RUN%"=="yes" goto run
if "%AZMON_DO%"=="install" goto ask
if "%AZMON_DO%"=="add-workspace" goto ask
if "%AZMON_DO%"=="set-workspace" goto ask
goto run

rem Run by hand. The key may come by a pipe (type key.txt | this script); typed it is hidden where there is PowerShell.
:ask
set "AZMON_SECRETS=AZMON_WORKSPACE_KEY"
set "AZMON_WORKSPACE_KEY="
set "AZMON_READ=yes"
rem timeout refuses to run where stdin is no keyboard, and Read-Host wants one.
"%AZMON_SYS%\timeout.exe" /t 0 >nul 2>nul
if errorlevel 1 goto plain
if not exist "%AZMON_SYS%\WindowsPowerShell\v1.0\powershell.exe" goto plain
echo Key of the workspace %AZMON_WORKSPACE_ID% (it is not shown):
for /f "usebackq delims=" %%k in (`%AZMON_SYS%\WindowsPowerShell\v1.0\powershell.exe -NoProfile -Command "$k = Read-Host -AsSecureString; [Runtime.InteropServices.Marshal]::PtrToStringAuto([Runtime.InteropServices.Marshal]::SecureStringToBSTR($k))"`) do set "AZMON_WORKSPACE_KEY=%%k"
if defined AZMON_WORKSPACE_KEY goto run
:plain
set /p "AZMON_WORKSPACE_KEY=Key of the workspace %AZMON_WORKSPACE_ID% (it is shown while you type): "
echo.

:run
"%AZMON_WSH%" //nologo //E:JScript "%~f0"
set "AZMON_CODE=%errorlevel%"
if not "%AZMON_CODE%"=="1" goto end
rem 1 is no code of the script below: this cscript does not know //E and goes by file names, nor does it read stdin.
if "%AZMON_READ%"=="yes" goto copy
if defined AZMON_SECRETS for %%n in (%AZMON_SECRETS%) do set "%%n="
if defined AZMON_SECRETS for %%n in (%AZMON_SECRETS%) do set /p "%%n="
set "AZMON_READ=yes"
:copy
set "AZMON_COPY=%SystemRoot%\Temp\azmon-%RANDOM%%RANDOM%%RANDOM%.js"
copy /y "%~f0" "%AZMON_COPY%" >nul
"%AZMON_WSH%" //nologo "%AZMON_COPY%"
set "AZMON_CODE=%errorlevel%"
del "%AZMON_COPY%"
if not "%AZMON_CODE%"=="1" goto end
echo wrapper.version=1
echo wrapper.system=windows
echo fail=no-script-host Windows Script Host did not run the script: it may be switched off here
echo result=failed
echo wrapper.end=ok
exit /b 4

rem From 101 on: it wants to be run once more, to undo, without the secrets.
:end
if %AZMON_CODE% LEQ 100 exit /b %AZMON_CODE%
if defined AZMON_AGAIN exit /b 7
set "AZMON_AGAIN=%AZMON_CODE%"
if defined AZMON_SECRETS for %%n in (%AZMON_SECRETS%) do set "%%n="
set "AZMON_SECRETS="
goto run
*/
// JScript as of Windows Script Host 5.7: no JSON, no methods of arrays that ES5 brought. Wine's cscript has no StdIn, no Exec, no Sleep
// and no WMI either; each of them has its way round.
var shell = new ActiveXObject('WScript.Shell');
var files = new ActiveXObject('Scripting.FileSystemObject');
var PRODUCT = 'Microsoft Monitoring Agent';
var SERVICE = 'HealthService';
var UNINSTALL = 'SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall';
var UNINSTALL_32 = 'SOFTWARE\\Wow6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall';
var PARAMETERS = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HealthService\\Parameters';
var TLS = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols';
var MOST_WORKSPACES = 4;
var SECRET = {};

// ---------------------------------------------------------------------------------------------------------------------
// Variables

function env(name) {
  try {
    return shell.Environment('Process')(name) || '';
  } catch (e) {
    return '';
  }
}

function value(name) {
  return SECRET[name] === undefined ? env(name) : SECRET[name];
}

function words(text) {
  var parts = text.split(/\s+/), kept = [], i;
  for (i = 0; i < parts.length; i++) if (parts[i] !== '') kept.push(parts[i]);
  return kept;
}

var VERB = env('AZMON_DO');
var LINES = env('AZMON_LINES') === 'yes';
var DRY = env('AZMON_DRY_RUN') === 'yes';
var LOOKS = { show: true, logs: true };
var ROOT = env('SystemRoot') || 'C:\\Windows';
var SYS = files.FolderExists(ROOT + '\\Sysnative') ? ROOT + '\\Sysnative' : ROOT + '\\System32';
var BASE = (env('AZMON_ROOT') || env('ProgramData') || 'C:\\ProgramData') + '\\azmon';
var LEDGER = BASE + '\\ledger.ndjson';
var LOG = BASE + '\\msiexec.log';
var RUN = env('AZMON_RUN') || newRun();
var BY = env('AZMON_BY') || env('USERNAME') + '@' + env('COMPUTERNAME');

function newRun() {
  var text = '', i;
  for (i = 0; i < 8; i++) text += (0x10000 + Math.floor(Math.random() * 0x10000)).toString(16).substring(1);
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// Secrets stand on stdin, or, where cscript cannot read that, in this one process's variables: out with them before any program is
// started. Wine's cmd may put several lines into the first variable.
function readSecrets() {
  var names = words(env('AZMON_SECRETS')), values = [], i;
  if (names.length === 0) return;
  if (env('AZMON_READ') === 'yes') {
    for (i = 0; i < names.length; i++) values.push(env(names[i]));
    values = values[0].indexOf('\n') >= 0 ? values.join('\n').replace(/\r/g, '').split('\n') : values;
  } else {
    for (i = 0; i < names.length; i++) values.push(WScript.StdIn.AtEndOfStream ? '' : WScript.StdIn.ReadLine());
  }
  for (i = 0; i < names.length; i++) SECRET[names[i]] = (values[i] || '').replace(/[\r\n]+$/, '');
}

var CLEAN = '';
function forgetVariables() {
  var names = words(env('AZMON_SECRETS') + ' AZMON_WORKSPACE_KEY'), i;
  for (i = 0; i < names.length; i++) {
    if (env(names[i]) === '') continue;
    if (SECRET[names[i]] === undefined) SECRET[names[i]] = env(names[i]);
    try {
      shell.Environment('Process').Remove(names[i]);
    } catch (e) {}
    // What stays there is taken away by the cmd.exe that stands between this process and every program it starts.
    if (env(names[i]) !== '') CLEAN += 'set "' + names[i] + '="& ';
  }
}

function masked(text) {
  var name;
  for (name in SECRET)
    if (SECRET[name].length > 3) while (text.indexOf(SECRET[name]) >= 0) text = text.replace(SECRET[name], function () { return '***'; });
  return text;
}

// ---------------------------------------------------------------------------------------------------------------------
// Lines

function plain(text) {
  return masked(String(text)).replace(/[\x00-\x1f\x7f]+/g, ' ').replace(/[^\x20-\x7e]/g, '?').replace(/\s+$/, '');
}

var SENTENCES = {
  plan: 'Would: ', wait: 'Waiting: ', say: '  ', recovered: 'Undone first: ', undo: 'Undone: ', left: 'Left as it is: ',
  fail: 'Failed: ', result: 'Result: ', log: '  ', 'log.file': 'Log '
};

function line(key, text) {
  if (LINES) return WScript.Echo(key + '=' + plain(text));
  if (key === 'step') text = text.replace(/^\S+ (begin|done|skipped|failed) /, function (all, how) { return how === 'begin' ? '... ' : how + ': '; });
  else if (SENTENCES[key] !== undefined) text = SENTENCES[key] + text.replace(key === 'plan' || key === 'fail' || key === 'recovered' ? /^\S+ / : /^$/, '');
  else if (/^state\./.test(key)) text = key.substring(6) + ': ' + text;
  else if (!/^(measured|fail)\./.test(key) || key === 'fail.source') return;
  else text = key + ': ' + text;
  WScript.Echo(plain(text));
}

function said(text) {
  var all = text.split(/\r?\n/), i;
  for (i = Math.max(0, all.length - 40); i < all.length; i++) if (/\S/.test(all[i])) line('say', all[i]);
}

// Why it failed: a word of docs/wrapper.md, whose exit code it is, and what it last said.
function Failure(word, text, source, exit, last) {
  this.word = word;
  this.text = text;
  this.source = source;
  this.exit = exit;
  this.last = last;
}

function fail(word, text, source, exit, last) {
  throw new Failure(word, text, source, exit, last);
}

function failureOf(e) {
  return e instanceof Failure ? e : new Failure('object-failed', 'the script stopped: ' + told(e), 'object', (e.number >>> 0) || undefined, told(e));
}

function told(e) {
  return (e.description || e.message || '') + ' (0x' + (e.number >>> 0).toString(16) + ')';
}

var EXITS = {
  'bad-value': 2, 'not-root': 3, 'no-script-host': 4, architecture: 4, busy: 9, 'installer-busy': 9, 'other-workspace': 10,
  'operations-manager': 10, 'too-many-workspaces': 10, 'no-agent': 11, 'unknown-workspace': 11, 'unknown-group': 11
};

function exitOf(word) {
  return /^fetch-/.test(word) ? 12 : EXITS[word] || 7;
}

// One change: planned, or entered in the ledger and made.
function change(step, text, make) {
  if (DRY) return line('plan', step + ' ' + text);
  line('step', step + ' begin ' + text);
  touched = true;
  try {
    make();
  } catch (e) {
    line('step', step + ' failed ' + text);
    throw e;
  }
  line('step', step + ' done ' + text);
  changed = true;
}
var changed = false;
// Something may be other than it was looked at, whether or not the change came off.
var touched = false;

function skip(step, text) {
  line('step', step + ' skipped ' + text);
}

// ---------------------------------------------------------------------------------------------------------------------
// Programs, files, registry

function sleep(seconds) {
  try {
    WScript.Sleep(seconds * 1000);
  } catch (e) {
    shell.Run('"' + SYS + '\\ping.exe" -n ' + (seconds + 1) + ' 127.0.0.1', 0, true);
  }
}

var folder = '';
function work() {
  if (folder !== '') return folder;
  var path = (LOOKS[VERB] || DRY ? ROOT + '\\Temp\\azmon-' : BASE + '\\work-') + newRun();
  if (!LOOKS[VERB] && !DRY) makeBase();
  files.CreateFolder(path);
  folder = path;
  return folder;
}

var jobs = 0;
// Runs a console program, hidden and without stdin; its output by a file, since not every cscript has Exec.
function run(command) {
  var out = work() + '\\out-' + ++jobs + '.txt', end = {};
  end.code = shell.Run('"' + SYS + '\\cmd.exe" /d /s /c "' + CLEAN + command + ' > "' + out + '" 2>&1 <nul"', 0, true);
  end.text = readText(out);
  end.lines = end.text.split(/\r?\n/);
  erase(out);
  return end;
}

function readText(path) {
  var text = '', stream;
  try {
    if (!files.FileExists(path) || files.GetFile(path).Size === 0) return '';
    stream = files.OpenTextFile(path, 1, false, 0);
    text = stream.AtEndOfStream ? '' : stream.Read(4);
    // Windows Installer writes two bytes a letter.
    if (text.indexOf('\x00') >= 0) {
      stream.Close();
      stream = files.OpenTextFile(path, 1, false, -1);
      text = '';
    }
    if (!stream.AtEndOfStream) text += stream.ReadAll();
    stream.Close();
  } catch (e) {}
  return text;
}

function erase(path) {
  try {
    if (files.FileExists(path)) files.DeleteFile(path, true);
    else if (files.FolderExists(path)) files.DeleteFolder(path, true);
  } catch (e) {}
}

function foldersIn(path) {
  if (!files.FolderExists(path)) return [];
  var all = run('dir /b /ad "' + path + '"'), names = [], i;
  if (all.code !== 0) return [];
  for (i = 0; i < all.lines.length; i++) if (/\S/.test(all.lines[i])) names.push(all.lines[i]);
  return names;
}

function reg(path) {
  try {
    var found = shell.RegRead(path);
    return found === null ? undefined : found;
  } catch (e) {
    return undefined;
  }
}

// Subkeys by their names; none where the key is missing.
function subkeys(key) {
  var all = run('"' + SYS + '\\reg.exe" query "' + key + '"'), names = [], i, at;
  var head = key.replace(/^HKLM\\/, 'HKEY_LOCAL_MACHINE\\').toLowerCase() + '\\';
  for (i = 0; i < all.lines.length; i++) {
    at = all.lines[i].replace(/\s+$/, '');
    if (at.toLowerCase().substring(0, head.length) === head && at.length > head.length) names.push(at.substring(head.length));
  }
  return names;
}

function hasKey(key) {
  return run('"' + SYS + '\\reg.exe" query "' + key + '"').code === 0;
}

function pad(number, length) {
  var text = String(number);
  while (text.length < length) text = '0' + text;
  return text;
}

function utc(at) {
  return at.getUTCFullYear() + '-' + pad(at.getUTCMonth() + 1, 2) + '-' + pad(at.getUTCDate(), 2) + 'T' + pad(at.getUTCHours(), 2) + ':' + pad(at.getUTCMinutes(), 2) + ':' + pad(at.getUTCSeconds(), 2) + 'Z';
}

// ---------------------------------------------------------------------------------------------------------------------
// The ledger

function json(text) {
  return '"' + String(text).replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, function (one) { return '\\u' + (0x10000 + one.charCodeAt(0)).toString(16).substring(1); }) + '"';
}

// A line of the ledger as an object; undefined for one that is no whole line of ours.
function entryOf(text) {
  if (!/^\{("[a-z]+":("([^"\\\x00-\x1f]|\\u[0-9a-f]{4}|\\["\\\/bfnrt])*"|\d+),?)+\}$/.test(text)) return undefined;
  var entry = { text: text }, pair = /"([a-z]+)":("(?:[^"\\]|\\.)*"|\d+)/g, found;
  while ((found = pair.exec(text)) !== null) entry[found[1]] = found[2].charAt(0) === '"' ? unescaped(found[2].substring(1, found[2].length - 1)) : Number(found[2]);
  return entry.kind === undefined || entry.run === undefined ? undefined : entry;
}

function unescaped(text) {
  var short = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
  return text.replace(/\\(u([0-9a-f]{4})|.)/g, function (all, one, code) {
    return code ? String.fromCharCode(parseInt(code, 16)) : short[one] || one;
  });
}

function ledger() {
  var all = readText(LEDGER).split(/\r?\n/), entries = [], i, entry;
  for (i = 0; i < all.length; i++) {
    entry = entryOf(all[i]);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

function append(path, text) {
  var stream = files.OpenTextFile(path, 8, true, 0);
  stream.Write(text);
  stream.Close();
}

var seq = 0;
function enter(kind, what, before) {
  if (DRY) return;
  if (seq === 0) {
    var all = ledger();
    seq = all.length === 0 ? 0 : all[all.length - 1].seq;
    // A line that a kill cut short must not swallow the next one.
    if (/[^\n]$/.test(readText(LEDGER))) append(LEDGER, '\r\n');
    if (kind !== 'begin') enter('begin', VERB, found.version || 'none');
  }
  append(LEDGER, '{"v":1,"seq":' + ++seq + ',"at":' + json(utc(new Date())) + ',"run":' + json(RUN) + ',"by":' + json(BY) + ',"do":' + json(VERB) + ',"kind":' + json(kind) + ',"what":' + json(what) + ',"before":' + json(masked(before)) + '}\r\n');
}

// Only administrators may write there: what stands in the ledger is replayed by one, and the package is run from there. Whoever may have
// made the folder before us loses it.
function makeBase() {
  var icacls = '"' + SYS + '\\icacls.exe" "' + BASE + '"';
  if (based) return;
  based = true;
  if (!files.FolderExists(BASE)) files.CreateFolder(BASE);
  shell.Run('"' + SYS + '\\cmd.exe" /d /s /c "' + CLEAN + '"' + SYS + '\\takeown.exe" /a /f "' + BASE + '" >nul 2>nul <nul & ' + icacls + ' /reset >nul 2>nul <nul & ' + icacls + ' /inheritance:r /grant *S-1-5-32-544:(OI)(CI)F *S-1-5-18:(OI)(CI)F >nul 2>nul <nul"', 0, true);
}
var based = false;

var lock;
// A file that is held open: the system lets it go with this process, however that ends.
function hold() {
  makeBase();
  try {
    lock = files.OpenTextFile(BASE + '\\lock', 2, true);
    lock.Write(RUN);
  } catch (e) {
    fail('busy', 'another run of azmon holds this machine');
  }
}

// Of runs that were killed.
function leftOvers() {
  var names = foldersIn(BASE), i;
  for (i = 0; i < names.length; i++) if (/^work-/.test(names[i]) && BASE + '\\' + names[i] !== folder) erase(BASE + '\\' + names[i]);
}

function letGo() {
  var bare = lock !== undefined && ledger().length === 0;
  if (bare) {
    erase(LEDGER);
    erase(LOG);
  }
  if (bare && folder !== '') bare = onlyOwn(BASE);
  if (lock !== undefined) {
    lock.Close();
    erase(BASE + '\\lock');
  }
  erase(folder);
  if (bare) erase(BASE);
}

function onlyOwn(path) {
  var all = run('dir /b /a "' + path + '"').lines, i;
  for (i = 0; i < all.length; i++) if (/\S/.test(all[i]) && !/^(work-.*|lock|before)$/.test(all[i])) return false;
  return true;
}

// ---------------------------------------------------------------------------------------------------------------------
// What is there

var found = {};

// The products of that name: code and version.
function products(name) {
  var all = [], some = programs(), i;
  for (i = 0; i < some.length; i++) if (some[i].name === name && some[i].code.charAt(0) === '{') all.push(some[i]);
  return all;
}

// Everything that is installed, in both views of the registry; kept until Windows Installer is run.
var installed;
function programs() {
  var query = '"' + SYS + '\\reg.exe" query "HKLM\\', lines, one = {}, part, i;
  if (installed !== undefined) return installed;
  installed = [];
  lines = run(query + UNINSTALL + '" /s').lines.concat(run(query + UNINSTALL_32 + '" /s').lines);
  for (i = 0; i < lines.length; i++) {
    if (/^HKEY_/.test(lines[i])) {
      one = { code: lines[i].replace(/^.*\\/, '').replace(/\s+$/, ''), name: '', version: '' };
      installed.push(one);
    }
    part = /^\s+(DisplayName|DisplayVersion)\s+REG_SZ\s+(.*?)\s*$/.exec(lines[i]);
    if (part !== null) one[part[1] === 'DisplayName' ? 'name' : 'version'] = part[2];
  }
  return installed;
}

function serviceState() {
  if (reg('HKLM\\SYSTEM\\CurrentControlSet\\Services\\' + SERVICE + '\\ImagePath') === undefined) return 'absent';
  var state = /\b(RUNNING|STOPPED|START_PENDING|STOP_PENDING|PAUSED)\b/.exec(run('"' + SYS + '\\sc.exe" query ' + SERVICE).text);
  if (state === null) return 'absent';
  return state[1] === 'RUNNING' ? 'running' : 'stopped';
}

// Once it is made its library stays in this process, and Windows Installer cannot take away or renew what is in use.
var held = false;
function object() {
  try {
    var made = new ActiveXObject('AgentConfigManager.MgmtSvcCfg');
    held = true;
    return made;
  } catch (e) {
    return undefined;
  }
}

// The items of a collection, whatever kind of collection it is.
function items(list) {
  var all = [], i, walk;
  if (list === null || list === undefined) return all;
  try {
    for (walk = new Enumerator(list); !walk.atEnd(); walk.moveNext()) all.push(walk.item());
    return all;
  } catch (e) {}
  try {
    return new VBArray(list).toArray();
  } catch (e) {}
  for (i = 0; i < (list.length || list.Count || 0); i++) all.push(list.Item === undefined ? list[i] : list.Item(i));
  return all;
}

function member(thing, name, otherwise) {
  try {
    var got = thing[name];
    return got === undefined || got === null ? otherwise : got;
  } catch (e) {
    return otherwise;
  }
}

function bare(text) {
  return String(text).replace(/[^0-9a-f-]/gi, '').toLowerCase();
}

// By the agent's own object; where that does not tell, by its registry.
function workspaces(it) {
  var all = [], list, i, name;
  try {
    list = items(it.GetCloudWorkspaces());
    for (i = 0; i < list.length; i++) all.push(workspaceOf(bare(member(list[i], 'workspaceId', '')), list[i]));
    return all;
  } catch (e) {}
  list = subkeys(PARAMETERS + '\\Service Connector Services');
  for (i = 0; i < list.length; i++) {
    name = /^Log Analytics - (\S+)/.exec(list[i]);
    if (name !== null) all.push(workspaceOf(bare(name[1]), undefined));
  }
  return all;
}

function workspaceOf(id, thing) {
  var status = thing === undefined ? undefined : member(thing, 'ConnectionStatus', undefined);
  return { id: id, status: status, text: thing === undefined ? '' : String(member(thing, 'ConnectionStatusText', '')) };
}

function isThere(list, id) {
  var i;
  for (i = 0; i < list.length; i++) if (list[i].id === id) return list[i];
  return undefined;
}

// A direct connection shows up among the groups, too, as AOI- and the workspace's id.
function groups(it) {
  var all = [], list, i, name;
  try {
    list = items(it.GetManagementGroups());
  } catch (e) {
    list = undefined;
  }
  if (list === undefined) {
    list = subkeys(PARAMETERS + '\\Management Groups');
    for (i = 0; i < list.length; i++) if (!/^AOI-/.test(list[i])) all.push({ name: list[i], server: '', port: '', workspace: '' });
    return all;
  }
  for (i = 0; i < list.length; i++) {
    name = String(member(list[i], 'managementGroupName', ''));
    if (!/^AOI-/.test(name)) all.push({ name: name, server: String(member(list[i], 'ManagementServer', '')), port: String(member(list[i], 'managementServerPort', '')), workspace: bare(member(list[i], 'workspaceId', '')) });
  }
  return all;
}

// `from` registry: without the agent's object.
function look(from) {
  var list = products(PRODUCT), it;
  found = { products: list, version: list.length > 0 ? list[0].version : '', service: serviceState(), workspaces: [], groups: [], proxy: '', user: '' };
  found.whole = list.length > 0 && found.service !== 'absent';
  if (list.length === 0 && found.service === 'absent') return;
  it = from === 'registry' ? undefined : object();
  found.workspaces = workspaces(it);
  found.groups = groups(it);
  if (it === undefined) return;
  found.proxy = String(member(it, 'proxyUrl', ''));
  found.user = String(member(it, 'proxyUsername', ''));
}

function state() {
  var i, one, there = found.products.length > 0;
  line('state.agent', there || found.service !== 'absent' ? 'log-analytics' : 'none');
  if (there) line('state.version', found.version);
  line('state.packages', found.whole ? 'whole' : there || found.service !== 'absent' ? 'half' : 'none');
  if (there) line('state.by', ownProduct() ? 'azmon' : 'other');
  for (i = 0; i < found.workspaces.length; i++) {
    one = found.workspaces[i];
    line('state.workspace', one.id + ' ' + (one.status === 0 ? 'connected' : 'not-connected') + (one.text === '' ? '' : ' ' + one.text));
  }
  line('state.service', found.service);
  if (found.proxy !== '') line('state.proxy', shownProxy(found.proxy, found.user));
  for (i = 0; i < found.groups.length; i++) {
    one = found.groups[i];
    line('state.group', one.name + (one.server === '' ? '' : ' ' + one.server + ':' + one.port));
    if (one.workspace !== '') line('state.group-workspace', one.name + ' ' + one.workspace);
  }
  more();
  if (restart) line('state.restart', 'yes');
  line('state.host', env('COMPUTERNAME'));
}

function shownProxy(url, user) {
  var at = /^(?:([a-z]+):\/\/)?(?:[^@\/]*@)?([^\/]*)/i.exec(url);
  return (at[1] || 'http') + '://' + (user === '' ? '' : user.replace(/[^\w.\\-]/g, encodeURIComponent) + ':***@') + at[2];
}

// What is beside the agent.
function more() {
  var drive = env('SystemDrive') || 'C:', ama = products('Azure Monitor Agent'), plugins = drive + '\\Packages\\Plugins\\', i, ends;
  var versions = foldersIn(plugins + 'Microsoft.Azure.Monitor.AzureMonitorWindowsAgent');
  if (found.workspaces.length > 0) {
    ends = certificates();
    for (i = 0; i < ends.length; i++) line('state.certificate', ends[i]);
  }
  if (ama.length > 0) line('state.successor', ama[0].version);
  else if (versions.length > 0) line('state.successor', versions[versions.length - 1]);
  if (files.FolderExists(plugins + 'Microsoft.EnterpriseCloud.Monitoring.MicrosoftMonitoringAgent')) line('state.extension', 'yes');
}

// `ID DATE`; certutil's own words differ by language, so PowerShell or nothing.
function certificates() {
  var all = powershell("Get-ChildItem 'Cert:\\LocalMachine\\Microsoft Monitoring Agent' | ForEach-Object { $_.FriendlyName + ' ' + $_.NotAfter.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ') }");
  var ends = [], i, part;
  for (i = 0; i < all.length; i++) {
    part = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/i.exec(all[i]);
    if (part !== null && isThere(found.workspaces, part[1].toLowerCase())) ends.push(part[1].toLowerCase() + ' ' + part[2]);
  }
  return ends;
}

// Lines of its output; none where there is no PowerShell. No double quotes in the command.
function powershell(command) {
  var path = SYS + '\\WindowsPowerShell\\v1.0\\powershell.exe', all, kept = [], i;
  if (!files.FileExists(path)) return [];
  all = run('"' + path + '" -NoProfile -NonInteractive -ExecutionPolicy Bypass -Command "' + command + '"').lines;
  for (i = 0; i < all.length; i++) if (/\S/.test(all[i])) kept.push(all[i].replace(/^\s+|\s+$/g, ''));
  return kept;
}

function ownProduct() {
  var all = ledger(), i, own = false;
  for (i = 0; i < all.length; i++) if (all[i].kind === 'product' && all[i].before === 'absent') own = true;
  return own;
}

// ---------------------------------------------------------------------------------------------------------------------
// The package

var WINHTTP = {
  '80072ee7': ['fetch-dns', 'the name of the host could not be resolved'], '80072efd': ['fetch-connect', 'no connection'],
  '80072efe': ['fetch-connect', 'the connection was cut off'], '80072ee2': ['fetch-timeout', 'no answer in time'],
  '80072f0c': ['fetch-tls', 'it asks for a certificate'], '80072f8f': ['fetch-tls', 'its certificate is not trusted here, or the clock is off'],
  '80072f7d': ['fetch-tls', 'no common version of TLS, or no secure channel'], '80072f06': ['fetch-tls', 'its certificate has another name'],
  '80072f05': ['fetch-tls', 'its certificate is not valid now: look at the clock'], '80072f0d': ['fetch-tls', 'its issuer is not trusted here']
};

function request(url) {
  var http, proxy = env('AZMON_FETCH_DIRECT') === 'yes' ? '' : value('AZMON_PROXY').replace(/^https?:\/\//i, '').replace(/\/.*$/, ''), code;
  try {
    http = new ActiveXObject('WinHttp.WinHttpRequest.5.1');
  } catch (e) {
    fail('fetch-tool', 'this Windows has no WinHTTP to fetch with');
  }
  http.Open('GET', url, false);
  http.SetTimeouts(30000, 30000, 30000, 120000);
  if (env('AZMON_FETCH_DIRECT') === 'yes') http.SetProxy(1);
  if (proxy !== '') http.SetProxy(2, proxy);
  if (proxy !== '' && value('AZMON_PROXY_USER') !== '') http.SetCredentials(value('AZMON_PROXY_USER'), value('AZMON_PROXY_PASSWORD'), 1);
  // TLS 1.0 to 1.2; Windows before 8 offers only the first unless told.
  try {
    http.Option(9) = 0xa80;
  } catch (e) {}
  try {
    http.Send();
  } catch (e) {
    code = (e.number >>> 0).toString(16);
    if (WINHTTP[code] === undefined) fail('fetch-connect', url + ': ' + told(e));
    if (proxy !== '' && /dns|connect/.test(WINHTTP[code][0])) fail('fetch-proxy', 'by the proxy ' + proxy + ': ' + WINHTTP[code][1]);
    fail(WINHTTP[code][0], hostOf(url) + ': ' + WINHTTP[code][1]);
  }
  if (http.Status === 407) fail('fetch-proxy-login', 'the proxy ' + proxy + (value('AZMON_PROXY_USER') === '' ? ' wants a login' : ' refuses the login'), 'proxy', 407);
  return http;
}

function hostOf(url) {
  return url.replace(/^https:\/\/([^\/?]*).*$/, '$1');
}

function fetch(url, path) {
  var http = request(url), length, stream;
  if (http.Status !== 200) fail('fetch-http', hostOf(url) + ' answered ' + http.Status, undefined, http.Status);
  try {
    length = Number(http.GetResponseHeader('Content-Length'));
  } catch (e) {}
  try {
    stream = new ActiveXObject('ADODB.Stream');
    stream.Type = 1;
    stream.Open();
    stream.Write(http.ResponseBody);
    stream.SaveToFile(path, 2);
    stream.Close();
  } catch (e) {
    fail(noRoom(e) ? 'disk-full' : 'fetch-tool', 'what was fetched cannot be written: ' + told(e));
  }
  if (length > 0 && files.GetFile(path).Size !== length) fail('truncated', files.GetFile(path).Size + ' of ' + length + ' bytes came');
}

function noRoom(e) {
  return (e.number & 0xffff) === 61 || (e.number & 0xffff) === 112;
}

// The package in a folder that only administrators can write, so that what was checked is what is run. { path, kind: msi | exe }
function obtain() {
  var source = env('AZMON_BUNDLE'), name = env('AZMON_BUNDLE_NAME') || source.replace(/[?#].*$/, '').replace(/^.*[\\\/]/, ''), path;
  if (source === '') fail('bundle-missing', 'no package was named');
  name = name.replace(/[^\w.-]/g, '_') || 'package';
  if (/^https:\/\//i.test(source)) {
    change('fetch', name + ' from ' + hostOf(source), function () {
      path = work() + '\\' + name;
      fetch(source, path);
    });
  } else if (/^[a-z]+:\/\//i.test(source)) {
    fail('bad-value', 'a package comes from a path or an https:// address');
  } else if (files.FolderExists(source)) {
    path = source.replace(/\\$/, '') + '\\MOMAgent.msi';
    if (!files.FileExists(path)) fail('bundle-missing', 'there is no MOMAgent.msi in ' + source);
  } else if (!files.FileExists(source)) {
    fail('bundle-missing', 'there is no ' + source);
  } else if (DRY) {
    path = source;
  } else {
    path = copied(source, name);
  }
  change('hash', 'check ' + name, function () { check(path, source); });
  if (DRY || kindOf(path) === 'msi') return path;
  return extracted(path);
}

function copied(source, name) {
  var path = work() + '\\' + name;
  if (files.GetDrive(files.GetDriveName(path)).AvailableSpace < 3 * files.GetFile(source).Size) fail('disk-full', 'there is no room for the package on ' + files.GetDriveName(path));
  try {
    files.CopyFile(source, path, true);
  } catch (e) {
    fail(noRoom(e) ? 'disk-full' : 'bundle-missing', source + ' cannot be copied: ' + told(e));
  }
  return path;
}

// What it is by its first two bytes; names lie.
function kindOf(path) {
  var read = chunks(path), head = read.next().substring(0, 2);
  read.close();
  if (head === '\xd0\xcf') return 'msi';
  if (head === 'MZ') return 'exe';
  fail('truncated', 'the package is neither an .msi nor an .exe file');
}

// IExpress: /c only extracts, /t: is a full path.
function extracted(path) {
  var to = work() + '\\extracted', msi = to + '\\MOMAgent.msi', code;
  change('extract', 'unpack the package', function () {
    if (!files.FolderExists(to)) files.CreateFolder(to);
    code = start('"' + path + '" /q /c /t:' + (/\s/.test(to) ? '"' + to + '"' : to));
    if (!files.FileExists(msi)) fail('bundle-failed', 'the package did not unpack a MOMAgent.msi', 'bundle', code);
  });
  return msi;
}

function check(path, source) {
  var wanted = env('AZMON_SHA256').toLowerCase(), signer = env('AZMON_SIGNER'), hash;
  if (wanted !== '' && !/^[0-9a-f]{64}$/.test(wanted)) fail('bad-value', 'AZMON_SHA256 is not 64 hexadecimal digits');
  hash = sha256Of(path);
  line('measured.sha256', hash);
  line('measured.bytes', String(files.GetFile(path).Size));
  if (wanted === '') wanted = beside(source, path.replace(/^.*\\/, ''));
  if (wanted === '' && signer === '') fail('hash-missing', 'nothing says which hash the package should have');
  if (wanted !== '' && wanted !== hash) fail('hash-wrong', 'the package has the hash ' + hash + ', not ' + wanted);
  if (signer !== '') checkSigner(path, signer);
}

// The hash in AZMON_BUNDLE.sha256sums, by file name or as the only one.
function beside(source, name) {
  var text = '', http, all, i, part, only;
  if (/^https:\/\//i.test(source)) {
    http = request(source + '.sha256sums');
    if (http.Status === 200) text = String(http.ResponseText);
  } else text = readText(source + '.sha256sums');
  all = text.split(/\r?\n/);
  for (i = 0; i < all.length; i++) {
    part = /^([0-9a-f]{64})(?:\s+\*?(\S+))?\s*$/i.exec(all[i]);
    if (part === null) continue;
    if (part[2] === name || part[2] === env('AZMON_BUNDLE_NAME')) return part[1].toLowerCase();
    only = only === undefined ? part[1].toLowerCase() : '';
  }
  return only || '';
}

function checkSigner(path, signer) {
  var all = powershell("$s = Get-AuthenticodeSignature -FilePath '" + path.replace(/'/g, "''") + "'; [string]$s.Status; $s.SignerCertificate.Subject");
  var name = /(?:^|,\s*)CN=("(?:[^"]|"")*"|[^,]*)/.exec(all[1] || '');
  name = name === null ? '' : name[1].replace(/^"|"$/g, '').replace(/""/g, '"');
  if (all[0] !== 'Valid' || name !== signer) fail('signer-wrong', all.length === 0 ? 'the signature could not be checked: there is no PowerShell that answers' : 'the signature is ' + all[0] + (name === '' ? '' : ', by ' + name) + ', not valid by ' + signer);
}

// By certutil, which is fast; it knows SHA-256 since Windows 7, and what does not look like a hash does not count.
function sha256Of(path) {
  var tool = SYS + '\\certutil.exe', all = files.FileExists(tool) ? run('"' + tool + '" -hashfile "' + path + '" SHA256').lines : [], i, hex;
  for (i = 0; i < all.length; i++) {
    hex = all[i].replace(/\s/g, '').toLowerCase();
    if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  }
  return sha256File(path);
}

function sha256File(path) {
  var read = chunks(path), hash = new Sha256(), part;
  while ((part = read.next()) !== '') hash.add(part);
  read.close();
  return hash.hex();
}

// Bytes as characters 0 to 255; the 27 that code page 1252 moves elsewhere are put back.
function chunks(path) {
  var size = files.GetFile(path).Size, got = 0, stream, next;
  try {
    stream = new ActiveXObject('ADODB.Stream');
    stream.Type = 2;
    stream.Charset = 'iso-8859-1';
    stream.Open();
    stream.LoadFromFile(path);
    next = function () { return stream.ReadText(65536); };
  } catch (e) {
    if (size > 0) stream = files.OpenTextFile(path, 1, false, 0);
    next = function () { return got < size ? stream.Read(Math.min(65536, size - got)) : ''; };
  }
  return {
    next: function () {
      var part = next();
      got += part.length;
      return part.replace(/[\u0100-\uffff]/g, byteOf);
    },
    close: function () {
      if (stream !== undefined) stream.Close();
    }
  };
}

var MOVED = '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';
function byteOf(one) {
  var at = MOVED.indexOf(one);
  if (at < 0) fail('fetch-tool', 'this Windows cannot read the package byte by byte: name its hash on a machine with certutil');
  return String.fromCharCode(0x80 + at);
}

// FIPS 180-4. The constants are the first 32 bits of the fractional parts of roots of primes.
function Sha256() {
  var prime = 2, i, fraction = function (x) { return ((x - Math.floor(x)) * 0x100000000) | 0; };
  this.k = [];
  this.h = [];
  for (; this.k.length < 64; prime++) {
    for (i = 2; i * i <= prime && prime % i !== 0; ) i++;
    if (i * i <= prime) continue;
    if (this.h.length < 8) this.h.push(fraction(Math.sqrt(prime)));
    this.k.push(fraction(Math.pow(prime, 1 / 3)));
  }
  this.rest = '';
  this.length = 0;
}

Sha256.prototype.add = function (text) {
  var at = 0;
  this.length += text.length;
  text = this.rest + text;
  for (; at + 64 <= text.length; at += 64) this.block(text, at);
  this.rest = text.substring(at);
};

Sha256.prototype.block = function (text, at) {
  var k = this.k, h = this.h, w = [], i, x, y, t1, t2;
  var a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], z = h[7];
  for (i = 0; i < 64; i++) {
    if (i < 16) {
      w[i] = (text.charCodeAt(at) << 24) | (text.charCodeAt(at + 1) << 16) | (text.charCodeAt(at + 2) << 8) | text.charCodeAt(at + 3);
      at += 4;
    } else {
      x = w[i - 15];
      y = w[i - 2];
      w[i] = (w[i - 16] + w[i - 7] + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) | 0;
    }
    t1 = (z + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
    t2 = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    z = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  h[0] = (h[0] + a) | 0;
  h[1] = (h[1] + b) | 0;
  h[2] = (h[2] + c) | 0;
  h[3] = (h[3] + d) | 0;
  h[4] = (h[4] + e) | 0;
  h[5] = (h[5] + f) | 0;
  h[6] = (h[6] + g) | 0;
  h[7] = (h[7] + z) | 0;
};

Sha256.prototype.hex = function () {
  var bits = this.length * 8, high = Math.floor(bits / 0x100000000), low = bits >>> 0, text = this.rest + '\x80', i, out = '';
  while (text.length % 64 !== 56) text += '\x00';
  for (i = 24; i >= 0; i -= 8) text += String.fromCharCode((high >>> i) & 255);
  for (i = 24; i >= 0; i -= 8) text += String.fromCharCode((low >>> i) & 255);
  for (i = 0; i < text.length; i += 64) this.block(text, i);
  for (i = 0; i < 8; i++) out += ((this.h[i] >>> 16) + 0x10000).toString(16).substring(1) + ((this.h[i] & 0xffff) + 0x10000).toString(16).substring(1);
  return out;
};

// ---------------------------------------------------------------------------------------------------------------------
// Windows Installer

var restart = false;
var INSTALLER = {
  13: ['msi-failed', 'bad data in a property'], 87: ['msi-failed', 'a parameter is not valid'], 112: ['disk-full', 'there is no room on the disk'],
  1601: ['msi-failed', 'the Windows Installer service cannot be reached'], 1602: ['msi-failed', 'it was cancelled'],
  1603: ['msi-failed', 'a fatal error during installation'], 1612: ['bundle-missing', 'the package that it was installed from is gone'],
  1613: ['msi-failed', 'Windows Installer is too old for this package'], 1618: ['installer-busy', 'another installation is running'],
  1619: ['truncated', 'the package cannot be opened: it is blocked, damaged or cut off'], 1620: ['truncated', 'the package is not a valid one'],
  1625: ['msi-failed', 'a policy of this machine forbids it'], 1632: ['disk-full', 'the folder for temporary files is full or closed'],
  1633: ['architecture', 'the package is for another kind of processor (32 or 64 bit)'], 1638: ['newer-version', 'another version of the product is installed'],
  1639: ['msi-failed', 'Windows Installer did not understand its command line'], 1654: ['msi-failed', 'the package refuses this version of Windows']
};

// Programs with windows: waited for, whatever cmd.exe thinks of them.
function start(command) {
  if (CLEAN === '') return shell.Run(command, 0, true);
  return shell.Run('"' + SYS + '\\cmd.exe" /d /s /c "' + CLEAN + 'start "" /wait ' + command + '"', 0, true);
}

// Waits while another installation runs; a restart is never made.
function installer(words, isGone) {
  var most = Number(env('AZMON_LOCK_WAIT') || 450), waited = 0, code, pause;
  touched = true;
  for (;;) {
    erase(LOG);
    code = start('"' + SYS + '\\msiexec.exe" ' + words + ' /qn /norestart /l*v "' + LOG + '"');
    installed = undefined;
    if (code !== 1618 || waited >= most) break;
    pause = Math.min(10, most - waited);
    line('wait', 'another installation is running, ' + waited + ' s of ' + most + ' s');
    sleep(pause);
    waited += pause;
  }
  if (code === 3010 || code === 1641) {
    restart = true;
    line('say', 'Windows wants to be restarted before the change is whole (' + code + ')');
    return;
  }
  if (code === 0 || (isGone && code === 1605)) return;
  // Wine says 2 and 110 for a package that it cannot open.
  var known = INSTALLER[code] || INSTALLER[{ 2: 1619, 110: 1619 }[code]] || ['msi-failed', 'Windows Installer failed'];
  fail(known[0], known[1] + (code === 1618 ? ', for ' + waited + ' s' : ''), 'msiexec', code, lastError());
}

// The line of the log that tells most: the last one that names an error.
function lastError() {
  var all = readText(LOG).split(/\r?\n/), i, best = '';
  for (i = 0; i < all.length; i++) if (/^(MSI \(s\).*)?(Product: .* -- |Error \d{4}|.*\bError \d{4}\b)|return value 3/i.test(all[i]) && !(best !== '' && /return value 3/.test(all[i]))) best = all[i];
  return best;
}

// msiexec and not the package's own setup.exe: that only starts the same .msi, and its exit codes are documented nowhere.
function installPackage(msi) {
  var i, folders = programFolders();
  // What the agent makes of its own no uninstaller knows of: where none of it is there now, none of it stays.
  if (found.version === '') for (i = 0; i < folders.length; i++) if (!files.FolderExists(folders[i])) enter('path', folders[i], 'absent');
  if (found.version === '') for (i = 0; i < TREES.length; i++) if (!hasKey(TREES[i])) enter('registry', TREES[i] + '\\', 'absent');
  enter('product', PRODUCT, found.version || 'absent');
  installer('/i "' + msi + '" NOAPM=1 AcceptEndUserLicenseAgreement=1 REBOOT=ReallySuppress');
  var after = products(PRODUCT);
  if (after.length === 0) fail('msi-failed', 'Windows Installer reports success, and the agent is not among the programs', 'msiexec', 0, lastError());
  if (found.version === '') enter('product', after[0].code, 'absent');
  waitFor('running', 60);
}

function uninstall(code) {
  installer('/x ' + code, true);
}

var OBJECT = 'HKLM\\SOFTWARE\\Classes\\AgentConfigManager.MgmtSvcCfg';
var TREES = [
  OBJECT,
  'HKLM\\SOFTWARE\\Microsoft\\Microsoft Operations Manager', 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates\\' + PRODUCT,
  'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HealthService', 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\EventLog\\Operations Manager'
];

function programFolders() {
  var all = [env('ProgramW6432') || env('ProgramFiles')];
  if (env('ProgramFiles(x86)') !== '') all.push(env('ProgramFiles(x86)'));
  for (var i = 0; i < all.length; i++) all[i] += '\\' + PRODUCT;
  return all;
}

// Waits for what another run may have left running: a killed script does not take Windows Installer with it. The code of nothing tells
// (1618, or 1605 for an unknown product), and on Windows a key that is there as long.
function settle() {
  var most = Number(env('AZMON_LOCK_WAIT') || 450), waited = 0, words = ' /x {00000000-0000-0000-0000-000000000000} /qn';
  while (hasKey('HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Installer\\InProgress') || start('"' + SYS + '\\msiexec.exe"' + words) === 1618) {
    if (waited >= most) fail('installer-busy', 'another installation is running, for ' + waited + ' s', 'msiexec', 1618);
    line('wait', 'another installation is running, ' + waited + ' s of ' + most + ' s');
    sleep(2);
    waited += 2;
  }
}

// An installation that was broken off in the middle is finished from the package that still lies there, so that it can be taken off.
function finishHalf() {
  var all = files.FolderExists(BASE) ? run('dir /b /s "' + BASE + '\\*.msi"').lines : [], i;
  for (i = 0; i < all.length; i++) {
    if (!/\.msi\s*$/i.test(all[i])) continue;
    installer('/i "' + all[i].replace(/\s+$/, '') + '" NOAPM=1 AcceptEndUserLicenseAgreement=1 REBOOT=ReallySuppress');
    return products(PRODUCT);
  }
  return [];
}

function isHalf() {
  var all = programFolders(), i;
  for (i = 0; i < all.length; i++) if (files.FolderExists(all[i])) return true;
  return serviceState() !== 'absent';
}

// ---------------------------------------------------------------------------------------------------------------------
// Undo

var incomplete = false;

function undoAll(entries) {
  var i, j, older, goes = VERB === 'remove';
  touched = true;
  for (i = 0; i < entries.length; i++) if (entries[i].kind === 'product' && entries[i].before === 'absent') goes = true;
  for (i = entries.length - 1; i >= 0; i--) {
    // What was there before the oldest of several changes is what is wanted back.
    older = false;
    for (j = 0; j < entries.length; j++) {
      if (entries[j].kind !== entries[i].kind) continue;
      if (j < i && entries[j].what === entries[i].what) older = true;
      // The name stands for a product whose code was not known yet.
      if (j > i && entries[i].what === PRODUCT && entries[j].run === entries[i].run) older = true;
    }
    if (older || UNDO[entries[i].kind] === undefined) continue;
    // What the agent itself keeps goes with it.
    if (goes && /^(workspace|proxy|group)$/.test(entries[i].kind)) {
      line('undo', entries[i].kind + ' ' + entries[i].what);
      continue;
    }
    try {
      if (UNDO[entries[i].kind](entries[i].what, entries[i].before) !== false) line('undo', entries[i].kind + ' ' + entries[i].what);
    } catch (e) {
      incomplete = true;
      line('left', entries[i].kind + ' ' + entries[i].what + ': ' + failureOf(e).text);
    }
  }
  if (!goes) reload();
}

// false: there was nothing to undo.
var UNDO = {
  registry: function (what, before) { return undoRegistry(what, before); },
  product: function (what, before) {
    var all, i, any = false;
    settle();
    installed = undefined;
    all = products(PRODUCT);
    if (before !== 'absent') {
      if (all.length === 0 || all[0].version !== before) line('left', 'the agent was ' + before + ' before: only its own package brings that back');
      return false;
    }
    if (all.length === 0 && what === PRODUCT && isHalf()) {
      try {
        all = finishHalf();
      } catch (e) {
        line('say', 'an installation was broken off, and its package cannot finish it: what is there goes by hand');
      }
    }
    // An upgrade may have given it another code.
    for (i = 0; i < all.length; i++) {
      uninstall(all[i].code);
      any = true;
    }
    return any;
  },
  workspace: function (id, before) {
    var config = object();
    if (config === undefined) return false;
    var there = isThere(workspaces(config), id) !== undefined;
    if (before === 'absent' && there) return config.RemoveCloudWorkspace(id);
    if (before !== 'absent' && !there) line('left', 'workspace ' + id + ': its key is not kept, so it has to be connected again');
    return false;
  },
  proxy: function (what, before) {
    var config = object(), part = before === 'absent' ? ['', ''] : before.split(' ');
    if (config === undefined) return false;
    if (member(config, 'proxyUrl', '') === part[0] && (part[0] === '' || part[1] === undefined)) return false;
    config.SetProxyInfo(part[0], part.slice(1).join(' '), '');
    if (part.slice(1).join('') !== '') line('left', 'the proxy ' + part[0] + ': its password is not kept, so it has to be set again');
  },
  group: function (name, before) {
    var config = object(), part = /^(.*):(\d+)$/.exec(before);
    if (config === undefined) return false;
    var there = groupNamed(groups(config), name) !== undefined;
    if (before === 'absent' && there) return config.RemoveManagementGroup(name);
    if (part === null || there) return false;
    config.AddManagementGroup(name, part[1], Number(part[2]));
  },
  service: function (name, before) {
    if (before !== 'running' || serviceState() !== 'stopped') return false;
    net('start');
    waitFor('running', 60);
  }
};

// Only the folders of the agent, and only when the agent is gone.
UNDO.path = function (path, before) {
  var all = programFolders(), i;
  for (i = 0; i < all.length; i++)
    if (all[i] === path && before === 'absent' && files.FolderExists(path) && products(PRODUCT).length === 0) return dropFolder(path, 10);
  return false;
};

// A program that just ends may still hold a file.
function dropFolder(path, tries) {
  for (; files.FolderExists(path); tries--) {
    try {
      files.DeleteFolder(path, true);
    } catch (e) {
      if (tries <= 1) throw e;
      sleep(1);
    }
  }
}

// Only what azmon itself ever sets: nobody can make it write elsewhere.
function undoRegistry(what, before) {
  var i, tree;
  for (i = 0; i < TREES.length; i++) {
    if (what !== TREES[i] + '\\') continue;
    tree = before === 'absent' && hasKey(TREES[i]) && products(PRODUCT).length === 0;
    if (tree && /HealthService$/.test(TREES[i])) dropService();
    if (tree && TREES[i] === OBJECT) dropClass();
    return tree && hasKey(TREES[i]) && regDelete('"' + TREES[i] + '" /f');
  }
  return undoValue(what, before);
}

function dropClass() {
  var id = reg(OBJECT + '\\CLSID\\');
  if (/^\{[0-9a-f-]{36}\}$/i.test(id || '') && hasKey('HKLM\\SOFTWARE\\Classes\\CLSID\\' + id)) regDelete('"HKLM\\SOFTWARE\\Classes\\CLSID\\' + id + '" /f');
}

function dropService() {
  net('stop');
  run('"' + SYS + '\\sc.exe" delete ' + SERVICE);
}

function undoValue(what, before) {
  var i, mine = false, at = what.lastIndexOf('\\'), key = what.substring(0, at), name = what.substring(at + 1), part = /^(REG_DWORD) (\d+)$/.exec(before);
  for (i = 0; i < TLS_VALUES.length; i++) if (what === TLS_VALUES[i][0] + '\\' + TLS_VALUES[i][1] || (name === '' && TLS_KEYS.test(what) && (TLS_VALUES[i][0] + '\\').indexOf(what) === 0)) mine = true;
  if (!mine) return false;
  if (name === '') return hasKey(key) && subkeys(key).length === 0 && !hasValues(key) && regDelete('"' + key + '" /f');
  if (part !== null) return shell.RegWrite(what, Number(part[2]) | 0, part[1]);
  return reg(what) !== undefined && regDelete('"' + key + '" /v "' + name + '" /f');
}

function hasValues(key) {
  return /^\s+.*\sREG_[A-Z]/m.test(run('"' + SYS + '\\reg.exe" query "' + key + '"').text);
}

function regDelete(words) {
  var end = run('"' + SYS + '\\reg.exe" delete ' + words);
  if (end.code !== 0) fail('undo-incomplete', 'the registry could not be changed', 'reg', end.code, end.text);
}

function reload() {
  var config = found.service === 'absent' ? undefined : object();
  try {
    if (config !== undefined) config.ReloadConfiguration();
  } catch (e) {
    line('say', 'the agent did not read its configuration again: ' + told(e));
  }
}

// Keeps the entries for which `keep` holds; without any the ledger goes.
function prune(keep) {
  var all = ledger(), text = '', i;
  for (i = 0; i < all.length; i++) if (keep(all[i])) text += all[i].text + '\r\n';
  if (text === '') return erase(LEDGER);
  erase(LEDGER + '.new');
  append(LEDGER + '.new', text);
  erase(LEDGER);
  files.MoveFile(LEDGER + '.new', LEDGER);
}

// Runs without an end, the newest first; runs are known by their begin.
function cutOff() {
  var all = ledger(), begun = [], i, j;
  for (i = 0; i < all.length; i++) {
    if (all[i].kind === 'begin') begun.unshift(all[i]);
    for (j = begun.length - 1; all[i].kind === 'end' && j >= 0; j--) if (begun[j].run === all[i].run) begun.splice(j, 1);
  }
  return begun;
}

function entriesOf(run) {
  var all = ledger(), some = [], i;
  for (i = 0; i < all.length; i++) if (all[i].run === run) some.push(all[i]);
  return some;
}

var finished = false;
function recover() {
  var i, runs;
  if (!files.FileExists(LEDGER) && files.FileExists(LEDGER + '.new') && !DRY) files.MoveFile(LEDGER + '.new', LEDGER);
  runs = cutOff();
  for (i = 0; i < runs.length; i++) {
    if (DRY) {
      line('plan', 'recover ' + runs[i]['do'] + ' of ' + runs[i].at + ' was cut off and is undone first');
    } else if (runs[i]['do'] === 'remove') {
      undoAll(ledger());
      look('registry');
      removeForeign();
      prune(function () { return incomplete; });
      finished = true;
      line('recovered', runs[i].run + ' the removal of ' + runs[i].at + ' was cut off and is finished now');
      return;
    } else {
      undoRun(runs[i].run);
      line('recovered', runs[i].run + ' ' + runs[i]['do'] + ' of ' + runs[i].at + ' by ' + runs[i].by + ' was cut off and is undone');
    }
  }
}

function undoRun(run) {
  var before = incomplete;
  restart = false;
  incomplete = false;
  undoAll(entriesOf(run));
  if (!incomplete) prune(function (entry) { return entry.run !== run; });
  incomplete = before || incomplete;
}

// ---------------------------------------------------------------------------------------------------------------------
// The agent's service and its configuration object

// /y stops what depends on it, too; Wine does not know it.
function net(how) {
  var tool = '"' + SYS + '\\net.exe" ' + how + ' ' + SERVICE, end = run(tool + (how === 'stop' ? ' /y' : ''));
  return how === 'stop' && end.code !== 0 ? run(tool) : end;
}

function waitFor(wanted, seconds) {
  var waited = 0;
  for (; serviceState() !== wanted; waited++) {
    if (waited >= seconds) return false;
    sleep(1);
  }
  return true;
}

function config() {
  var made = object();
  if (made === undefined) fail('object-failed', 'the configuration object of the agent is not there (AgentConfigManager.MgmtSvcCfg)', 'object');
  return made;
}

// Calls it; what it says goes into the failure.
function ask(what, call) {
  try {
    return call(config());
  } catch (e) {
    if (e instanceof Failure) throw e;
    fail('object-failed', what + ': ' + (e.description || told(e)), 'object', (e.number >>> 0) || undefined, e.description || e.message);
  }
}

function needAgent() {
  if (found.products.length === 0 && found.service === 'absent') fail('no-agent', 'the agent is not installed here');
}

function need(name, shape, what) {
  var text = value(name);
  if (!shape.test(text)) fail('bad-value', name + ' is not ' + what);
  return text;
}

var GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

// The workspaces to be connected: [{ id, key }]
function wanted() {
  var list = [{ id: need('AZMON_WORKSPACE_ID', GUID, 'a workspace id'), key: 'AZMON_WORKSPACE_KEY' }], more = words(env('AZMON_ALSO_IDS')), i;
  for (i = 0; i < more.length; i++) {
    if (!GUID.test(more[i])) fail('bad-value', 'AZMON_ALSO_IDS has something that is no workspace id');
    list.push({ id: more[i], key: 'AZMON_ALSO_KEY_' + (i + 1) });
  }
  for (i = 0; i < list.length && !DRY; i++)
    if (isThere(found.workspaces, list[i].id) === undefined) list[i].key = need(list[i].key, /^[A-Za-z0-9+\/]{16,}={0,2}$/, 'a workspace key (base64)');
  return list;
}

function others(list) {
  var all = [], i;
  for (i = 0; i < found.workspaces.length; i++) if (isThere(list, found.workspaces[i].id) === undefined) all.push(found.workspaces[i]);
  return all;
}

// The new ones first and the others off when these are connected; where the agent takes it only the other way round, that way.
function connect(list, replace) {
  var rest = replace ? others(list) : [], fresh = [], i;
  for (i = 0; i < list.length; i++) {
    if (isThere(found.workspaces, list[i].id)) skip('connect', 'workspace ' + list[i].id + ' is there');
    else fresh.push(list[i]);
  }
  if (found.workspaces.length - rest.length + fresh.length > MOST_WORKSPACES) fail('too-many-workspaces', 'the agent takes ' + MOST_WORKSPACES + ' workspaces, and ' + (found.workspaces.length - rest.length) + ' are there');
  if (found.workspaces.length + fresh.length > MOST_WORKSPACES) {
    leave(rest);
    rest = [];
  }
  for (i = 0; i < fresh.length; i++) add(fresh[i], rest);
  if (fresh.length > 0 && !DRY) reload();
  if (!DRY) prove(list, fresh);
  leave(rest);
}

function add(one, rest) {
  change('connect', 'workspace ' + one.id, function () {
    enter('workspace', one.id, 'absent');
    try {
      ask('the agent does not take the workspace ' + one.id, function (it) { addTo(it, one); });
    } catch (e) {
      if (rest.length === 0 || !/cloud/i.test(e.text)) throw e;
      leave(rest.splice(0, rest.length));
      ask('the agent does not take the workspace ' + one.id, function (it) { addTo(it, one); });
    }
  });
}

// Old agents know only two arguments, and only the public cloud.
function addTo(it, one) {
  var cloud = Number(env('AZMON_CLOUD_TYPE') || 0);
  try {
    it.AddCloudWorkspace(one.id, one.key, cloud);
  } catch (e) {
    if (cloud !== 0 || !/^(800a01c2|8002000e)$/.test((e.number >>> 0).toString(16))) throw e;
    it.AddCloudWorkspace(one.id, one.key);
  }
}

function leave(list) {
  var i;
  for (i = 0; i < list.length; i++) leaveOne(list[i].id);
}

function leaveOne(id) {
  change('disconnect', 'workspace ' + id, function () {
    enter('workspace', id, 'present');
    ask('the agent does not leave the workspace ' + id, function (it) { it.RemoveCloudWorkspace(id); });
    reload();
  });
}

// Waits until the agent says that it is connected; ConnectionStatus 0 is well.
function prove(list, fresh) {
  var most = Number(env('AZMON_CONNECT_WAIT') || 60), waited = 0, open, i, one;
  line('step', 'verify begin the agent connects');
  waitFor('running', 60);
  for (;;) {
    open = [];
    found.workspaces = workspaces(config());
    for (i = 0; i < list.length; i++) {
      one = isThere(found.workspaces, list[i].id);
      if (one === undefined || (one.status !== undefined && one.status !== 0)) open.push(one || { id: list[i].id, text: 'it is not among the workspaces', status: undefined });
    }
    if (open.length === 0 || waited >= most) break;
    sleep(2);
    waited += 2;
  }
  if (open.length === 0) return line('step', 'verify done the agent is connected');
  line('step', 'verify failed the agent does not connect');
  if (serviceState() !== 'running') fail('service-failed', 'the service ' + SERVICE + ' does not run');
  var event = lastEvent();
  fail(event.code === 4002 ? 'onboard-failed' : 'not-onboarded', 'workspace ' + open[0].id + ' is not connected after ' + waited + ' s: ' + (event.text || open[0].text), 'object', open[0].status === undefined ? undefined : open[0].status >>> 0, open[0].text);
}

// The newest of the events that tell why, of the last ten minutes; nothing where they cannot be read.
function lastEvent() {
  var meaning = { 4000: 'the name of the service cannot be resolved', 4001: 'there is no connection to the service', 4002: 'the service refused the registration (403): the id or key is wrong, or the clock is off', 4502: 'the certificate of the service is not one of Microsoft: something inspects TLS on the way', 2138: 'the proxy wants a login' };
  var since = new Date(new Date().getTime() - 600000), all, i, code, best = {}, at;
  try {
    all = items(GetObject('winmgmts:\\\\.\\root\\cimv2').ExecQuery("SELECT EventCode, TimeGenerated FROM Win32_NTLogEvent WHERE Logfile = 'Operations Manager' AND TimeGenerated > '" + stamp(since) + "'"));
    for (i = 0; i < all.length; i++) {
      code = Number(all[i].EventCode);
      at = String(all[i].TimeGenerated);
      if (meaning[code] !== undefined && !(best.at > at)) best = { code: code, at: at, text: 'event ' + code + ': ' + meaning[code] };
    }
  } catch (e) {}
  return best;
}

function stamp(at) {
  return utc(at).replace(/[-:TZ]/g, '') + '.000000+000';
}

// ---------------------------------------------------------------------------------------------------------------------
// TLS 1.2

var TLS_VALUES = [
  [TLS + '\\TLS 1.2\\Client', 'Enabled', 1],
  [TLS + '\\TLS 1.2\\Client', 'DisabledByDefault', 0],
  ['HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319', 'SchUseStrongCrypto', 1],
  ['HKLM\\SOFTWARE\\Wow6432Node\\Microsoft\\.NETFramework\\v4.0.30319', 'SchUseStrongCrypto', 1]
];

// Keys that may have been made for them, and go again when they are empty.
var TLS_KEYS = /^HKLM\\(SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\|SOFTWARE\\(Wow6432Node\\)?Microsoft\\\.NETFramework\\)/;

function switchTlsOn() {
  var i, key, name, is, missing = [];
  for (i = 0; i < TLS_VALUES.length; i++) if (reg(TLS_VALUES[i][0] + '\\' + TLS_VALUES[i][1]) !== TLS_VALUES[i][2]) missing.push(TLS_VALUES[i]);
  if (missing.length === 0) return skip('tls', 'TLS 1.2 is switched on');
  change('tls', 'switch TLS 1.2 on in the registry (it takes a restart of Windows)', function () {
    for (i = 0; i < missing.length; i++) {
      key = missing[i][0];
      name = missing[i][1];
      enterKeys(key);
      is = reg(key + '\\' + name);
      enter('registry', key + '\\' + name, is === undefined ? 'absent' : 'REG_DWORD ' + (Number(is) >>> 0));
      shell.RegWrite(key + '\\' + name, missing[i][2], 'REG_DWORD');
    }
    restart = true;
  });
}

// The keys above a value that are not there yet, the outermost first, so that the undo meets the innermost first.
function enterKeys(key) {
  var missing = [], i;
  for (; key.indexOf('\\') > 0 && !hasKey(key); key = key.substring(0, key.lastIndexOf('\\'))) missing.unshift(key);
  for (i = 0; i < missing.length; i++) enter('registry', missing[i] + '\\', 'absent');
}

// ---------------------------------------------------------------------------------------------------------------------
// The verbs

function compare(a, b) {
  var x = a.split(/[.-]/), y = b.split(/[.-]/), i;
  for (i = 0; i < 4; i++) if (Number(x[i] || 0) !== Number(y[i] || 0)) return Number(x[i] || 0) - Number(y[i] || 0);
  return 0;
}

function install() {
  var list = wanted(), release = env('AZMON_RELEASE'), rest = others(list), replace = env('AZMON_REPLACE') === 'yes', msi;
  if (found.workspaces.length - (replace ? rest.length : 0) + list.length - (found.workspaces.length - rest.length) > MOST_WORKSPACES)
    fail('too-many-workspaces', 'the agent takes ' + MOST_WORKSPACES + ' workspaces, and ' + found.workspaces.length + ' are there');
  if (env('AZMON_TLS12') === 'yes') switchTlsOn();
  if (found.whole && (release === '' || compare(release, found.version) <= 0)) {
    skip('install', 'the agent ' + found.version + ' is there');
  } else {
    msi = obtain();
    change('install', found.version === '' ? 'install the agent' : 'put ' + (release || 'the package') + ' in the place of ' + found.version, function () { installPackage(msi); });
  }
  if (!DRY) look();
  if (value('AZMON_PROXY') !== '') setProxy();
  connect(list, replace);
}

function remove() {
  var all = ledger(), i;
  if (all.length === 0 && found.products.length === 0) return finished ? 'removed' : 'absent';
  if (DRY) {
    for (i = all.length - 1; i >= 0; i--) if (UNDO[all[i].kind] !== undefined) line('plan', 'undo ' + all[i].kind + ' ' + all[i].what + ' (before: ' + all[i].before + ')');
    if (!ownProduct()) for (i = 0; i < found.products.length; i++) line('plan', 'remove the agent ' + found.products[i].version + ', which azmon did not install');
    return;
  }
  line('step', 'remove begin take the agent off');
  enter('begin', 'remove', found.version || 'none');
  undoAll(all);
  look('registry');
  removeForeign();
  if (found.products.length > 0) incomplete = true;
  if (incomplete) {
    line('step', 'remove failed take the agent off');
    fail('undo-incomplete', 'not everything could be undone');
  }
  prune(function () { return false; });
  line('step', 'remove done take the agent off');
  return 'removed';
}

// An agent that is not in the ledger goes by its maker's own way.
function removeForeign() {
  var i;
  for (i = 0; i < found.products.length; i++) uninstall(found.products[i].code);
  if (found.products.length > 0) line('left', 'azmon did not install this agent: it was taken off by its own uninstaller, and what that leaves is not known');
  if (found.products.length > 0) look('registry');
}

function upgrade() {
  var release = env('AZMON_RELEASE'), msi;
  needAgent();
  if (release !== '' && found.whole && compare(release, found.version) === 0) return skip('install', 'the agent ' + found.version + ' is there');
  if (release !== '' && compare(release, found.version) < 0) fail('newer-version', 'the agent is ' + found.version + ', newer than ' + release);
  msi = obtain();
  change('install', 'put ' + (release || 'the package') + ' in the place of ' + found.version, function () { installPackage(msi); });
}

function addWorkspace() {
  needAgent();
  connect(wanted(), env('AZMON_REPLACE') === 'yes');
}

function setWorkspace() {
  needAgent();
  connect(wanted(), true);
}

function removeWorkspace() {
  needAgent();
  var id = need('AZMON_WORKSPACE_ID', GUID, 'a workspace id');
  if (isThere(found.workspaces, id) === undefined) fail('unknown-workspace', 'the agent is not connected to the workspace ' + id);
  leaveOne(id);
}

function setProxy() {
  var url = need('AZMON_PROXY', /^https?:\/\/[^\s@\/]+\/?$/i, 'http://host:port without a login'), user = value('AZMON_PROXY_USER');
  needAgentButPlan();
  if (found.proxy === url && found.user === user && user === '') return skip('proxy', 'the proxy is set');
  change('proxy', 'the proxy of the agent is ' + shownProxy(url, user), function () {
    enter('proxy', 'agent', found.proxy === '' ? 'absent' : found.proxy + (found.user === '' ? '' : ' ' + found.user));
    ask('the agent does not take the proxy', function (it) { it.SetProxyInfo(url, user, value('AZMON_PROXY_PASSWORD')); });
    reload();
  });
}

function needAgentButPlan() {
  if (!DRY || VERB !== 'install') needAgent();
}

function clearProxy() {
  needAgent();
  if (found.proxy === '') return skip('proxy', 'there is no proxy');
  change('proxy', 'the agent goes without ' + shownProxy(found.proxy, found.user), function () {
    enter('proxy', 'agent', found.proxy + (found.user === '' ? '' : ' ' + found.user));
    ask('the agent keeps its proxy', function (it) { it.SetProxyInfo('', '', ''); });
    reload();
  });
}

function restartService() {
  needAgent();
  change('restart', 'stop and start ' + SERVICE, function () {
    var end;
    enter('service', SERVICE, found.service);
    if (serviceState() === 'running') {
      end = net('stop');
      if (!waitFor('stopped', 60)) fail('service-failed', 'the service ' + SERVICE + ' does not stop', 'net', end.code, end.text);
    }
    end = net('start');
    if (!waitFor('running', 60)) fail('service-failed', 'the service ' + SERVICE + ' does not start', 'net', end.code, end.text);
  });
}

function groupNamed(list, name) {
  var i;
  for (i = 0; i < list.length; i++) if (list[i].name.toLowerCase() === name.toLowerCase()) return list[i];
  return undefined;
}

function addGroup() {
  var name = need('AZMON_GROUP', /^[\w-]{1,50}$/, 'the name of a management group'), server = need('AZMON_GROUP_SERVER', /^[\w.-]{1,255}$/, 'the name of a server');
  var port = env('AZMON_GROUP_PORT') || '5723', there;
  needAgent();
  there = groupNamed(found.groups, name);
  if (there !== undefined && there.server.toLowerCase() === server.toLowerCase() && String(there.port) === port) return skip('group', 'the agent is in ' + name);
  change('group', 'the agent reports to ' + name + ' at ' + server + ':' + port, function () {
    enter('group', name, there === undefined ? 'absent' : there.server + ':' + there.port);
    ask('the agent does not take the management group', function (it) {
      if (there !== undefined) it.RemoveManagementGroup(name);
      it.AddManagementGroup(name, server, Number(port));
    });
    reload();
  });
}

function removeGroup() {
  var name = need('AZMON_GROUP', /^.{1,255}$/, 'the name of a management group'), there;
  needAgent();
  there = groupNamed(found.groups, name);
  if (there === undefined) fail('unknown-group', 'the agent is not in a management group ' + name);
  change('group', 'the agent leaves ' + there.name, function () {
    enter('group', there.name, there.server + ':' + there.port);
    ask('the agent does not leave the management group', function (it) { it.RemoveManagementGroup(there.name); });
    reload();
  });
}

function show() {
  var all = ledger(), i;
  for (i = 0; i < all.length; i++) line('ledger', all[i].text);
  return 'unchanged';
}

// The newest lines of its event log, of Windows Installer and of its setup.
function logs() {
  var most = Number(env('AZMON_LOG_LINES') || 200), all, i;
  var places = [LOG, env('LOCALAPPDATA') + '\\SCOM\\Logs', ROOT + '\\System32\\config\\systemprofile\\AppData\\Local\\SCOM\\Logs'];
  all = run('"' + SYS + '\\wevtutil.exe" qe "Operations Manager" /c:' + Math.max(1, Math.floor(most / 10)) + ' /rd:true /f:text');
  if (all.code === 0) logged('Operations Manager (event log)', all.text, most);
  logged(LOG, readText(LOG), most);
  for (i = 1; i < places.length; i++) logFolder(places[i], most);
  return 'unchanged';
}

function logFolder(path, most) {
  var names = files.FolderExists(path) ? run('dir /b /a-d "' + path + '\\*.log"') : { code: 1 }, i;
  if (names.code !== 0) return;
  for (i = 0; i < names.lines.length; i++) if (/\S/.test(names.lines[i])) logged(path + '\\' + names.lines[i], readText(path + '\\' + names.lines[i]), most);
}

function logged(name, text, most) {
  var all = text.replace(/\s+$/, '').split(/\r?\n/), i;
  if (text === '') return;
  line('log.file', name);
  for (i = Math.max(0, all.length - most); i < all.length; i++) line('log', all[i]);
}

var VERBS = {
  install: install, remove: remove, show: show, 'add-workspace': addWorkspace, 'remove-workspace': removeWorkspace, 'set-workspace': setWorkspace,
  'set-proxy': setProxy, 'clear-proxy': clearProxy, restart: restartService, 'add-group': addGroup, 'remove-group': removeGroup, upgrade: upgrade, logs: logs
};

// ---------------------------------------------------------------------------------------------------------------------
// A run

// Only elevated administrators and the system itself may read the hive of the local service account.
function mayChange() {
  return hasKey('HKU\\S-1-5-19');
}

function ascii() {
  var name;
  for (name in SECRET) if (/[^\x20-\x7e]/.test(SECRET[name])) fail('bad-value', name + ' has characters outside ASCII, which the way by cmd.exe does not carry');
}

function perform() {
  var end;
  if (VERBS[VERB] === undefined) fail('bad-value', 'AZMON_DO is not something that the wrapper can do');
  ascii();
  if (!LOOKS[VERB] && !DRY) {
    if (!mayChange()) fail('not-root', 'this wants an elevated administrator');
    hold();
  }
  if (!LOOKS[VERB]) recover();
  if (lock !== undefined) leftOvers();
  look({ install: true, upgrade: true, remove: true }[VERB] ? 'registry' : 'object');
  end = VERBS[VERB]();
  if (seq > 0 && end !== 'removed') enter('end', VERB, 'done');
  // What was restarted needs no undo.
  if (VERB === 'restart' && seq > 0) prune(function (entry) { return entry.run !== RUN; });
  if (DRY && end === undefined) return 'planned';
  return end || (changed ? 'changed' : 'unchanged');
}

function failed(e) {
  var why = failureOf(e);
  line('fail', why.word + ' ' + why.text);
  if (why.source !== undefined) line('fail.source', why.source);
  if (why.exit !== undefined) line('fail.exit', String(why.exit));
  if (why.last !== undefined && why.last !== '') line('fail.said', why.last.replace(/\s+/g, ' '));
  if (seq > 0 && VERB !== 'remove' && held && installedHere()) return AGAIN + exitOf(why.word);
  takeBack();
  return exitOf(why.word);
}

function takeBack() {
  if (seq === 0) return;
  try {
    if (VERB === 'remove') stopped();
    else undoRun(RUN);
  } catch (e) {
    line('left', 'the undo broke off: ' + failureOf(e).text);
  }
}

function installedHere() {
  var all = entriesOf(RUN), i;
  for (i = 0; i < all.length; i++) if (all[i].kind === 'product' && all[i].before === 'absent') return true;
  return false;
}

// This process holds the library of what is to be uninstalled: the next one undoes (the cmd part starts it).
var AGAIN = 100;
function again(code) {
  var run;
  try {
    hold();
    run = cutOff()[0];
    if (run !== undefined) undoRun(run.run);
  } catch (e) {
    line('left', 'the undo broke off: ' + failureOf(e).text);
  }
  return finish(code, 'failed');
}

// A removal that failed, and was not cut off, is not gone on with unasked.
function stopped() {
  enter('end', VERB, 'failed');
  if (cutOff().length === 0 && entriesOf(RUN).length === ledger().length) prune(function () { return false; });
}

function main() {
  var code = Number(env('AZMON_AGAIN') || 0), end = 'failed';
  if (code > AGAIN) return again(code - AGAIN);
  line('wrapper.version', '1');
  line('wrapper.system', 'windows');
  line('wrapper.run', RUN);
  try {
    end = perform();
  } catch (e) {
    code = failed(e);
  }
  if (code > AGAIN) {
    erase(folder);
    lock.Close();
    return code;
  }
  return finish(code, end);
}

function finish(code, end) {
  try {
    if (touched || changed || found.products === undefined) look();
    if (VERB !== 'logs') state();
  } catch (e) {
    line('say', 'the machine could not be looked at: ' + failureOf(e).text);
  }
  try {
    letGo();
  } catch (e) {
    line('say', 'something of this run could not be cleared away: ' + failureOf(e).text);
  }
  line('result', end);
  line('wrapper.end', 'ok');
  return code;
}

readSecrets();
forgetVariables();
WScript.Quit(main());
