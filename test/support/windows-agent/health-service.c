/*
 * The service of the stand-in agent. It reads its configuration from the registry when it starts and when it is told to reload, and says
 * of each workspace whether it is connected. `HealthService.exe wait` is run by the package in the middle of its work.
 */
#include "stand-in.h"

static SERVICE_STATUS_HANDLE handle;
static HANDLE stop, reload;

static void report(DWORD state, DWORD code) {
  SERVICE_STATUS status = {SERVICE_WIN32_OWN_PROCESS, state, SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN, code, 0, 0, 3000};
  SetServiceStatus(handle, &status);
}

static DWORD WINAPI control(DWORD what, DWORD type, void *data, void *context) {
  if (what == SERVICE_CONTROL_STOP || what == SERVICE_CONTROL_SHUTDOWN) SetEvent(stop);
  else if (what == RELOAD) SetEvent(reload);
  else if (what != SERVICE_CONTROL_INTERROGATE) return ERROR_CALL_NOT_IMPLEMENTED;
  return NO_ERROR;
}

/* The real one keeps its management packs here, and no package knows of them. */
static void keep_state(const wchar_t *id) {
  wchar_t folder[LENGTH], path[LENGTH];
  if (!text_at(SETUP, L"InstallDirectory", folder)) return;
  swprintf(path, LENGTH, L"%lsHealth Service State", folder);
  CreateDirectoryW(path, NULL);
  wcscat(path, L"\\Management Packs");
  CreateDirectoryW(path, NULL);
  swprintf(path + wcslen(path), 80, L"\\%ls.xml", id);
  HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
  if (file != INVALID_HANDLE_VALUE) CloseHandle(file);
}

static void look(const wchar_t *name) {
  wchar_t key[LENGTH], thumbprint[LENGTH];
  swprintf(key, LENGTH, L"%ls\\%ls", WORKSPACES, name);
  int good = text_at(key, L"Authentication Certificate Thumbprint", thumbprint) && number_at(key, L"Refused", 0) == 0;
  if (good && switched(L"NoNetwork")) good = 0;
  put_number(key, L"Connection Status", good ? 0 : 0x80072EE7);
  if (good) keep_state(name + wcslen(WORKSPACE_PREFIX));
}

static void connect_all(void) {
  wchar_t name[LENGTH];
  for (DWORD index = 0; subkey(WORKSPACES, index, name); index++)
    if (wcsncmp(name, WORKSPACE_PREFIX, wcslen(WORKSPACE_PREFIX)) == 0) look(name);
}

static void WINAPI work(DWORD count, wchar_t **words) {
  handle = RegisterServiceCtrlHandlerExW(SERVICE, control, NULL);
  if (switched(L"ServiceFails")) {
    report(SERVICE_STOPPED, ERROR_EXCEPTION_IN_SERVICE);
    return;
  }
  HANDLE events[] = {stop = CreateEventW(NULL, TRUE, FALSE, NULL), reload = CreateEventW(NULL, FALSE, FALSE, NULL)};
  report(SERVICE_RUNNING, NO_ERROR);
  do {
    Sleep(number_at(SWITCHES, L"ConnectAfter", 300));
    connect_all();
  } while (WaitForMultipleObjects(2, events, FALSE, INFINITE) == WAIT_OBJECT_0 + 1);
  report(SERVICE_STOPPED, NO_ERROR);
}

int wmain(int count, wchar_t **words) {
  if (count > 1 && wcscmp(words[1], L"wait") == 0) {
    Sleep(number_at(SWITCHES, L"SetupTakes", 0));
    return switched(L"SetupFails") ? 1 : 0;
  }
  SERVICE_TABLE_ENTRYW table[] = {{SERVICE, work}, {NULL, NULL}};
  return StartServiceCtrlDispatcherW(table) ? 0 : 1;
}
