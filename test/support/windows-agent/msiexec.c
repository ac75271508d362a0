/*
 * Stands in front of Wine's msiexec, for what Windows does and Wine does not: one installation at a time (1618), another package of a
 * product that is installed (1638), a package that is not there (1619), the old product told that it is upgraded. Switches make it
 * ask for a restart.
 */
#include "stand-in.h"
#include <msi.h>
#include <msiquery.h>

#define NESTED L"STAND_IN_MSIEXEC"

static wchar_t line[32768];

/* The word behind the program's own name, as it was written. */
static const wchar_t *arguments(void) {
  const wchar_t *at = GetCommandLineW();
  int quoted = 0;
  for (; *at && (quoted || !iswspace(*at)); at++)
    if (*at == L'"') quoted = !quoted;
  while (iswspace(*at)) at++;
  return at;
}

static DWORD run(const wchar_t *words) {
  wchar_t program[MAX_PATH];
  STARTUPINFOW start = {.cb = sizeof start};
  PROCESS_INFORMATION child;
  DWORD code = 1;
  GetSystemDirectoryW(program, MAX_PATH);
  wcscat(program, L"\\msiexec-wine.exe");
  swprintf(line, sizeof line / sizeof *line, L"\"%ls\" %ls", program, words);
  GetStartupInfoW(&start);
  if (!CreateProcessW(program, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &child)) return GetLastError();
  WaitForSingleObject(child.hProcess, INFINITE);
  GetExitCodeProcess(child.hProcess, &code);
  return code;
}

static int is_package(const wchar_t *word) {
  size_t length = wcslen(word);
  return length > 4 && lstrcmpiW(word + length - 4, L".msi") == 0;
}

static DWORD other_package(const wchar_t *path) {
  MSIHANDLE database, summary, view, record;
  wchar_t product[64] = L"", package[64] = L"", installed[64] = L"";
  DWORD size = 64;
  UINT type;
  if (MsiOpenDatabaseW(path, MSIDBOPEN_READONLY, &database) != ERROR_SUCCESS) return ERROR_INSTALL_PACKAGE_INVALID;
  if (MsiGetSummaryInformationW(database, NULL, 0, &summary) == ERROR_SUCCESS) {
    MsiSummaryInfoGetPropertyW(summary, 9, &type, NULL, NULL, package, &size);
    MsiCloseHandle(summary);
  }
  if (MsiDatabaseOpenViewW(database, L"SELECT `Value` FROM `Property` WHERE `Property` = 'ProductCode'", &view) == ERROR_SUCCESS) {
    size = 64;
    if (MsiViewExecute(view, 0) == ERROR_SUCCESS && MsiViewFetch(view, &record) == ERROR_SUCCESS)
      MsiRecordGetStringW(record, 1, product, &size);
    MsiCloseAllHandles();
  }
  size = 64;
  if (MsiGetProductInfoW(product, INSTALLPROPERTY_PACKAGECODE, installed, &size) != ERROR_SUCCESS) return 0;
  return lstrcmpiW(installed, package) == 0 ? 0 : ERROR_PRODUCT_VERSION;
}

static DWORD refusal(int count, wchar_t **words) {
  for (int at = 1; at + 1 < count; at++) {
    if (lstrcmpiW(words[at], L"/i") != 0 || !is_package(words[at + 1])) continue;
    if (GetFileAttributesW(words[at + 1]) == INVALID_FILE_ATTRIBUTES) return ERROR_INSTALL_PACKAGE_OPEN_FAILED;
    return other_package(words[at + 1]);
  }
  return 0;
}

static DWORD alone(int count, wchar_t **words) {
  HANDLE mutex = CreateMutexW(NULL, FALSE, L"Global\\_MSIExecute");
  DWORD wait = WaitForSingleObject(mutex, 0);
  if (wait != WAIT_OBJECT_0 && wait != WAIT_ABANDONED) return ERROR_INSTALL_ALREADY_RUNNING;
  DWORD code = refusal(count, words);
  if (code == 0) {
    SetEnvironmentVariableW(NESTED, L"1");
    code = run(arguments());
  }
  ReleaseMutex(mutex);
  if (code == 0) code = number_at(SWITCHES, L"SetupExit", 0);
  return code == ERROR_FUNCTION_FAILED ? ERROR_INSTALL_FAILURE : code;
}

static DWORD within(void) {
  static wchar_t words[32768];
  wcscpy(words, arguments());
  if (wcsstr(words, L"REMOVE=") != NULL) wcscat(words, L" UPGRADINGPRODUCTCODE={00000000-0000-0000-0000-000000000000}");
  return run(words);
}

int wmain(int count, wchar_t **words) {
  note_environment();
  int service = count > 1 && (lstrcmpiW(words[1], L"/V") == 0 || lstrcmpiW(words[1] + 1, L"Embedding") == 0);
  if (service) return run(arguments());
  return GetEnvironmentVariableW(NESTED, NULL, 0) > 0 ? within() : alone(count, words);
}
