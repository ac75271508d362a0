@echo off
rem azmon probe for Windows: looks at this machine and prints key=value lines. It writes nothing and changes nothing.
rem Needs what every Windows since Server 2008 SP2 has: cmd, reg, sc, find, ping. curl, where there is one, tests hosts.
rem A key that is missing was not observed; "-" means looked for, and not there. Lines must end with CR LF, or labels get lost.
rem Parameters are variables: AZMON_HOSTS (host names), AZMON_PROXY (protocol://host:port), AZMON_PROXY_USER (user:password,
rem percent-encoded; taken from the environment only, and given to curl on stdin, never on a command line).
setlocal EnableExtensions DisableDelayedExpansion

rem A 32-bit cmd sees the 32-bit programs and registry unless it goes by Sysnative. reg knows /reg:64 since Windows 7 only.
set "SYS=%SystemRoot%\System32"
if exist "%SystemRoot%\Sysnative\reg.exe" set "SYS=%SystemRoot%\Sysnative"
set "REG=%SYS%\reg.exe"
set "FIND=%SYS%\find.exe"
set "VIEW="
%REG% query HKLM\SOFTWARE /reg:64 >nul 2>nul
if not errorlevel 1 set "VIEW=/reg:64"

rem The script starts itself for what has to run beside or behind something else; by call, for cmd /c takes quotes away from a
rem path like C:\Program Files (x86) when the command begins with one.
if "%~1"=="hosts" goto hosts
if "%~1"=="host" goto host
if "%~1"=="curl" goto curl
if "%~1"=="config" goto config

echo probe.version=1
echo os.family=windows
call :clock
call :user
call :system
call :updates
call :crypto
call :roots
call :mma
call :ama
call :azure
call :disk
call :network
echo probe.end=ok
exit /b 0

rem ---------------------------------------------------------------------------------------------------------------------
rem Prints a line: key, variable. Values go through delayed expansion: nothing in them is ever parsed.
:text
if not defined %2 goto absent
setlocal EnableDelayedExpansion
echo %1=!%2!
endlocal
goto :eof
:absent
echo %1=-
goto :eof

rem Prints a DWORD as a decimal number: key, 0x... set /a has 31 bits; 0xffffffff is a usual way to write "on".
:count
if "%~2"=="" goto absent
if /i "%~2"=="0xffffffff" echo %1=4294967295
if /i "%~2"=="0xffffffff" goto :eof
set /a n=%~2
if %n% GEQ 0 echo %1=%n%
goto :eof

rem Puts a DWORD into variable v: key, value name (without blanks).
:dword
set "v="
for /f "tokens=1,2,*" %%a in ('%REG% query %1 /v %2 %VIEW% 2^>nul') do if /i "%%a"=="%~2" if "%%b"=="REG_DWORD" set "v=%%c"
goto :eof

rem Sets variable hit when a key of the registry can be read.
:key
%REG% query %1 %VIEW% >nul 2>nul
if not errorlevel 1 set "hit=1"
goto :eof

rem ---------------------------------------------------------------------------------------------------------------------
rem Seconds since 1970. DATE and TIME are local time in the user's own format: iDate tells the order (0 mdy, 1 dmy, 2 ymd),
rem ActiveTimeBias the minutes to UTC. Anything that does not look as expected (another calendar, a 12-hour clock) is not sent.
:clock
set "order="
set "bias="
for /f "tokens=1,2,*" %%a in ('%REG% query "HKCU\Control Panel\International" /v iDate 2^>nul') do if /i "%%a"=="iDate" set "order=%%c"
call :dword "HKLM\SYSTEM\CurrentControlSet\Control\TimeZoneInformation" ActiveTimeBias
if not defined order goto :eof
if not defined v goto :eof
set /a bias=%v%
set "today=%DATE%"
set "now=%TIME%"
if not "%today%"=="%DATE%" set "now=%TIME%"
set "today=%DATE%"
set "p1="
set "p2="
set "p3="
for /f "tokens=1-4 delims=/.- " %%a in ("%today%") do call :datewords %%a %%b %%c %%d
set "year="
if "%order%"=="0" set "year=%p3%"
if "%order%"=="0" set "month=%p1%"
if "%order%"=="0" set "day=%p2%"
if "%order%"=="1" set "year=%p3%"
if "%order%"=="1" set "month=%p2%"
if "%order%"=="1" set "day=%p1%"
if "%order%"=="2" set "year=%p1%"
if "%order%"=="2" set "month=%p2%"
if "%order%"=="2" set "day=%p3%"
set "hour="
for /f "tokens=1-4 delims=:., " %%a in ("%now%") do (
  set "hour=%%a"
  set "minute=%%b"
  set "second=%%c"
)
call :number year 2020 2037
call :number month 1 12
call :number day 1 31
call :number hour 0 23
call :number minute 0 59
call :number second 0 59
if not defined year goto :eof
if not defined month goto :eof
if not defined day goto :eof
if not defined hour goto :eof
if not defined minute goto :eof
if not defined second goto :eof
rem Days of the civil calendar with March as the first month of the year.
set /a a=(14-month)/12
set /a y=year-a
set /a m=month+12*a-3
set /a days=day-1+(153*m+2)/5+365*y+y/4-y/100+y/400-719468
set /a n=days*86400+hour*3600+(minute+bias)*60+second
echo clock.now=%n%
goto :eof

rem A name of the day may come first or last.
:datewords
set "t="
for /f "delims=0123456789" %%x in ("%~1") do set "t=%%x"
if not defined t set "p1=%~1"
if not defined t set "p2=%~2"
if not defined t set "p3=%~3"
if defined t set "p1=%~2"
if defined t set "p2=%~3"
if defined t set "p3=%~4"
goto :eof

rem Makes variable %1 a plain number between %2 and %3, or nothing. A leading zero would make it octal.
:number
if not defined %1 goto :eof
call set "t=%%%1%%"
set "%1="
set "u="
for /f "delims=0123456789" %%x in ("%t%") do set "u=%%x"
if defined u goto :eof
set "t=0000%t%"
set /a t=1%t:~-4%-10000
if %t% GEQ %2 if %t% LEQ %3 set "%1=%t%"
goto :eof

rem ---------------------------------------------------------------------------------------------------------------------
rem Only administrators (elevated) and the system itself may read the hive of the local service account.
:user
%REG% query HKU\S-1-5-19 >nul 2>nul
if errorlevel 1 (echo user.id=1) else echo user.id=0
if defined COMPUTERNAME call :text host.name COMPUTERNAME
goto :eof

:system
set "KEY=HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
for %%n in (build build1 lab major minor version product edition installation pack ubr) do set "w_%%n="
for /f "tokens=1,2,*" %%a in ('%REG% query "%KEY%" %VIEW% 2^>nul') do (
  if /i "%%a"=="CurrentBuildNumber" set "w_build=%%c"
  if /i "%%a"=="CurrentBuild" set "w_build1=%%c"
  if /i "%%a"=="BuildLabEx" set "w_lab=%%c"
  if /i "%%a"=="CurrentMajorVersionNumber" set "w_major=%%c"
  if /i "%%a"=="CurrentMinorVersionNumber" set "w_minor=%%c"
  if /i "%%a"=="CurrentVersion" set "w_version=%%c"
  if /i "%%a"=="ProductName" set "w_product=%%c"
  if /i "%%a"=="EditionID" set "w_edition=%%c"
  if /i "%%a"=="InstallationType" set "w_installation=%%c"
  if /i "%%a"=="CSDVersion" set "w_pack=%%c"
  if /i "%%a"=="UBR" set "w_ubr=%%c"
)
if not defined w_build set "w_build=%w_build1%"
rem CurrentVersion stays 6.3 for ever from Windows 8.1 on; the two numbers are there since Windows 10.
if defined w_major if defined w_minor set /a major=%w_major%
if defined w_major if defined w_minor set /a minor=%w_minor%
if defined w_major if defined w_minor set "w_version=%major%.%minor%"
if defined w_version call :text windows.build w_build
if defined w_version call :text windows.version w_version
if defined w_version call :count windows.revision %w_ubr%
if defined w_version call :text windows.build-lab w_lab
if defined w_version call :text windows.product w_product
if defined w_version call :text windows.edition w_edition
if defined w_version call :text windows.installation w_installation
if defined w_version call :text windows.service-pack w_pack
set "w_type="
for /f "tokens=1,2,*" %%a in ('%REG% query "HKLM\SYSTEM\CurrentControlSet\Control\ProductOptions" /v ProductType 2^>nul') do if /i "%%a"=="ProductType" set "w_type=%%c"
if defined w_type call :text windows.product-type w_type
rem The registry names the system's own architecture; the variables name that of this process or of its emulation.
set "w_arch="
for /f "tokens=1,2,*" %%a in ('%REG% query "HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment" /v PROCESSOR_ARCHITECTURE 2^>nul') do if /i "%%a"=="PROCESSOR_ARCHITECTURE" set "w_arch=%%c"
if not defined w_arch set "w_arch=%PROCESSOR_ARCHITEW6432%"
if not defined w_arch set "w_arch=%PROCESSOR_ARCHITECTURE%"
if defined w_arch call :text windows.architecture w_arch
call :dword HKLM\SYSTEM\CurrentControlSet\Control ContainerType
if defined v (echo container=windows) else echo container=-
goto :eof

rem Wanted updates by the list of packages. One look through it costs some tenths of a second, so only where updates matter.
:updates
set "old="
for %%v in (6.0 6.1 6.2) do if "%w_version%"=="%%v" set "old=1"
if not defined old goto :eof
set "KEY=HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\Packages"
set "hit="
call :key "%KEY%"
if not defined hit goto :eof
set "found="
for %%u in (KB4474419 KB4490628 KB4493730 KB4019276 KB3140245 KB4592510) do call :update %%u
call :text windows.updates found
goto :eof

rem State 0x70 is installed, 0x50 superseded by a newer package that is.
:update
set "hit="
for /f "tokens=8 delims=\" %%p in ('%REG% query "%KEY%" %VIEW% 2^>nul ^| %FIND% "Package_for_%1~"') do call :state "%KEY%\%%p"
if not defined hit goto :eof
if defined found (set "found=%found% %1") else set "found=%1"
goto :eof

:state
call :dword %1 CurrentState
if "%v%"=="0x70" set "hit=1"
if "%v%"=="0x50" set "hit=1"
goto :eof

:crypto
set "KEY=HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client"
call :dword "%KEY%" Enabled
call :count tls12.enabled %v%
call :dword "%KEY%" DisabledByDefault
call :count tls12.disabled-by-default %v%
call :dword "HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings\WinHttp" DefaultSecureProtocols
call :count winhttp.protocols %v%
call :dword "HKLM\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full" Release
call :count dotnet.release %v%
call :dword "HKLM\SOFTWARE\Microsoft\.NETFramework\v4.0.30319" SchUseStrongCrypto
call :count dotnet.strong-crypto %v%
call :dword "HKLM\SOFTWARE\Wow6432Node\Microsoft\.NETFramework\v4.0.30319" SchUseStrongCrypto
call :count dotnet.strong-crypto-32 %v%
call :dword "HKLM\SYSTEM\CurrentControlSet\Control\Lsa\FIPSAlgorithmPolicy" Enabled
set "f=no"
if "%v%"=="0x1" set "f=yes"
echo fips=%f%
goto :eof

rem DigiCert Global Root G2, then Baltimore CyberTrust Root, in any of the machine's stores of trusted roots.
:roots
set "found="
for %%t in (DF3C24F9BFD666761B268073FE06D1CC8D4F82A4 D4DE20D05E66FC53FE1A50882C78DB2852CAE474) do call :root %%t
call :text roots.present found
goto :eof
:root
set "hit="
for %%s in (Microsoft\SystemCertificates\ROOT Microsoft\SystemCertificates\AuthRoot Microsoft\EnterpriseCertificates\ROOT Policies\Microsoft\SystemCertificates\ROOT) do call :key HKLM\SOFTWARE\%%s\Certificates\%1
if not defined hit goto :eof
if defined found (set "found=%found% %1") else set "found=%1"
goto :eof

rem ---------------------------------------------------------------------------------------------------------------------
rem Installed products, by one walk through the list of programs: every other way (Win32_Product) repairs what it counts.
:mma
set "mma_version="
set "mma_code="
set "ama_version="
call :products HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall
call :products HKLM\SOFTWARE\Wow6432Node\Microsoft\Windows\CurrentVersion\Uninstall
call :text mma.version mma_version
call :text mma.product-code mma_code
set "KEY=HKLM\SYSTEM\CurrentControlSet\Services\HealthService"
set "state="
set "hit="
call :key %KEY%
if not defined hit goto nommaservice
for /f "tokens=1-5" %%a in ('%SYS%\sc.exe query HealthService 2^>nul') do for %%s in (STOPPED START_PENDING STOP_PENDING RUNNING CONTINUE_PENDING PAUSE_PENDING PAUSED) do (
  if "%%d"=="%%s" set "state=%%s"
  if "%%e"=="%%s" set "state=%%s"
)
if defined state echo mma.service=%state%
call :subkeys mma.workspace "Service Connector Services"
call :subkeys mma.group "Management Groups"
goto mmaextension
:nommaservice
echo mma.service=-
echo mma.workspace=-
echo mma.group=-
:mmaextension
set "f=no"
if exist "%SystemDrive%\Packages\Plugins\Microsoft.EnterpriseCloud.Monitoring.MicrosoftMonitoringAgent" set "f=yes"
echo mma.extension=%f%
goto :eof

:products
set "k="
set "name="
set "version="
for /f "tokens=1,2,*" %%a in ('%REG% query %1 /s %VIEW% 2^>nul') do (
  if "%%b"=="" set "k=%%~nxa"
  if "%%b"=="" set "name="
  if "%%b"=="" set "version="
  if /i "%%a"=="DisplayVersion" set "version=%%c"
  if /i "%%a"=="DisplayName" set "name="
  if /i "%%a %%c"=="DisplayName Microsoft Monitoring Agent" set "name=mma"
  if /i "%%a %%c"=="DisplayName Azure Monitor Agent" set "name=ama"
  if defined name if defined version call :product
)
goto :eof
:product
if "%name%"=="ama" set "ama_version=%version%"
if not "%name%"=="mma" set "name="
if not defined name goto :eof
if not defined mma_version for /f "delims={}" %%k in ("%k%") do set "mma_code=%%k"
if not defined mma_version set "mma_version=%version%"
set "name="
goto :eof

rem The names below a key of the agent, one line each. The list above it tells "there is none" from "may not be read".
:subkeys
set "there="
set "read="
set "any="
set "hit="
for /f "tokens=7 delims=\" %%k in ('%REG% query "%KEY%\Parameters" 2^>nul') do if /i "%%k"=="%~2" set "there=1"
call :key "%KEY%\Parameters"
if defined hit set "read=1"
%REG% query %KEY% 2>nul | %FIND% "HealthService\Parameters" >nul
if errorlevel 1 set "read=1"
set "hit="
call :key "%KEY%\Parameters\%~2"
if defined there if not defined hit set "read="
if not defined read goto :eof
if defined hit for /f "tokens=8 delims=\" %%k in ('%REG% query "%KEY%\Parameters\%~2" 2^>nul') do (
  set "k=%%k"
  call :subkey %1
)
if not defined any echo %1=-
goto :eof
:subkey
if not defined k goto :eof
set "any=1"
if "%~1"=="mma.workspace" call :workspace
call :text %1 k
goto :eof
:workspace
for /f "tokens=1-3,*" %%p in ("%k%") do if "%%p %%q %%r"=="Log Analytics -" set "k=%%s"
goto :eof

rem The successor: as an extension it lies in a folder by version, as the client installer among the programs.
:ama
for /f "delims=" %%d in ('dir /b /ad "%SystemDrive%\Packages\Plugins\Microsoft.Azure.Monitor.AzureMonitorWindowsAgent" 2^>nul') do set "ama_version=%%d"
call :text ama.version ama_version
if not defined ama_version goto :eof
set "any="
set "f=no"
for /f "tokens=1 delims=," %%p in ('%SYS%\tasklist.exe /nh /fo csv 2^>nul') do (
  set "any=1"
  if /i "%%~p"=="MonAgentCore.exe" set "f=yes"
)
if defined any echo ama.running=%f%
goto :eof

rem Azure's own DHCP server has one address everywhere: it tells a virtual machine of Azure whose guest agent was left out.
:azure
set "hit="
call :key HKLM\SYSTEM\CurrentControlSet\Services\himds
if defined hit (echo arc.present=yes) else echo arc.present=no
set "hit="
call :key HKLM\SYSTEM\CurrentControlSet\Services\WindowsAzureGuestAgent
%REG% query HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters\Interfaces /s 2>nul | %FIND% "168.63.129.16" >nul
if not errorlevel 1 set "hit=1"
if defined hit (echo azure.vm=yes) else echo azure.vm=no
goto :eof

rem The last line of dir ends with the free bytes in every language; from there on in steps of a million.
:disk
set "t="
set "bytes="
for /f "tokens=1-6" %%a in ('dir /-c "%SystemDrive%\" 2^>nul') do set "t=%%a %%b %%c %%d %%e %%f"
for %%w in (%t%) do call :digits %%w
if not defined bytes goto :eof
set "m=%bytes:~0,-6%"
if not defined m goto :eof
if %m% GTR 999999 set "m=999999"
set /a n=m*976
echo disk=%SystemDrive%\ %n% %SystemDrive% -
goto :eof
:digits
set "u="
for /f "delims=0123456789" %%x in ("%~1") do set "u=%%x"
if not defined u set "bytes=%~1"
goto :eof

rem ---------------------------------------------------------------------------------------------------------------------
rem All hosts at once: for /f reads on until the last of the children has closed its output. Who sent nothing is asked again.
:network
if not defined AZMON_HOSTS goto :eof
for %%h in (%AZMON_HOSTS%) do set "seen_%%h="
set "FRONT="
for /f "tokens=1,*" %%h in ('call "%~f0" hosts') do (
  echo %%i
  set "seen_%%h=1"
)
for %%h in (%AZMON_HOSTS%) do if not defined seen_%%h call "%~f0" host %%h
goto :eof

rem Each child puts the name of its host in front of its line.
:hosts
set "FRONT=1"
for %%h in (%AZMON_HOSTS%) do start "" /b "%ComSpec%" /d /c call "%~f0" host %%h <nul
exit /b 0

rem One host. Windows has curl since Windows 10 1803 and Server 2019; elsewhere only the name is looked up.
:host
if defined FRONT set "FRONT=%2 "
set "via=direct"
if defined AZMON_PROXY set "via=proxy"
if exist "%SYS%\curl.exe" goto withcurl
set "dns=-"
if "%via%"=="direct" call :lookup %2
echo %FRONT%net=host=%2;via=%via%;tool=none;dns=%dns%
exit /b 0

rem ping writes the address in brackets in every language; whether the host answers it does not matter.
:lookup
set "any="
set "hit="
for /f "tokens=1,2 delims=[]" %%a in ('%SYS%\ping.exe -n 1 -w 1000 %1 2^>nul') do (
  set "any=1"
  if not "%%b"=="" set "hit=1"
)
if defined any set "dns=fail"
if defined hit set "dns=ok"
goto :eof

:withcurl
rem What hosts send is never expanded by percent signs: it could hold commands. A number that they cannot know marks our own lines,
rem and everything that could forge a field of the line below ends at the colon or semicolon.
for %%n in (code look http connect tcp time date issuer) do set "n_%%n="
set "MARK=azmon-%RANDOM%%RANDOM%"
for /f "tokens=1-4 delims=:;" %%p in ('call "%~f0" curl %2') do (
  if /i "%%p"=="date" set "n_date=%%q:%%r:%%s"
  if "%%p"=="%MARK%" set "n_look=%%q"
  if "%%p"=="Issuer" if defined n_look if not defined n_issuer set "n_issuer=%%q"
  if "%%p"=="%MARK%-exit" set "n_code=%%q"
)
if defined n_look for /f "tokens=1-4" %%a in ("%n_look%") do (
  set "n_http=%%a"
  set "n_connect=%%b"
  set "n_tcp=%%c"
  set "n_time=%%d"
)
set "line="
rem Without a connection the time until it stood is nothing, which alone says little: the exit code must tell of a failure, too.
set "tcp="
if defined n_tcp for /f "delims=0.," %%a in ("%n_tcp%") do set "tcp=;tcp=ok"
if not defined tcp if "%n_code%"=="7" set "tcp=;tcp=fail"
if not defined tcp if "%n_code%"=="28" set "tcp=;tcp=fail"
if defined n_code set "line=%tcp%;exit=%n_code%"
if defined n_http set /a n_http=1%n_http%-1000
if defined n_http set "line=%line%;http=%n_http%"
if defined n_connect set /a n_connect=1%n_connect%-1000
if defined n_connect set "line=%line%;connect=%n_connect%"
rem Less than TLS 1.2 was not offered, so an answer proves that much.
if "%n_code%"=="0" set "line=%line%;tls=TLSv1.2;verify=0"
if "%n_code%"=="60" set "line=%line%;verify=1"
if defined n_time for /f "tokens=1,2 delims=.," %%a in ("%n_time%") do call :milliseconds %%a %%b
set "dns=ok"
if "%n_code%"=="6" set "dns=fail"
if "%via%"=="proxy" set "dns=-"
if not defined n_code set "dns=-"
setlocal EnableDelayedExpansion
if defined n_date set "line=!line!;date=!n_date!"
if defined n_issuer set "line=!line!;issuer=!n_issuer!"
echo %FRONT%net=host=%2;via=%via%;tool=curl;dns=%dns%!line!
exit /b 0

:milliseconds
set "t=%~2000"
set /a n=%~1*1000+1%t:~0,3%-1000
set "line=%line%;ms=%n%"
goto :eof

:curl
set "NO_PROXY="
call "%~f0" config %2 | "%SYS%\curl.exe" -q -K - 2>nul
echo %MARK%-exit:%errorlevel%
exit /b 0

rem Everything curl is told comes on its stdin: a command line can be read by others. certs needs curl 7.88; older ones leave it out.
rem Revocation lists lie on hosts of their own and are no question of this one.
:config
setlocal EnableDelayedExpansion
echo url = "https://%2/"
echo silent
echo output = "NUL"
echo dump-header = "-"
echo tlsv1.2
echo ssl-no-revoke
echo connect-timeout = 10
echo max-time = 10
if defined AZMON_PROXY echo proxy = "!AZMON_PROXY!"
if not defined AZMON_PROXY echo noproxy = "*"
if defined AZMON_PROXY if defined AZMON_PROXY_USER echo proxy-user = "!AZMON_PROXY_USER!"
echo write-out = "\n%MARK%:%%{http_code} %%{http_connect} %%{time_connect} %%{time_total}\n%%{certs}\n"
exit /b 0
