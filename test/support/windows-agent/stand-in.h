/* What the parts of the stand-in agent share: where it keeps its configuration, and the switches of the tests. */
#ifndef UNICODE
#define UNICODE
#define _UNICODE
#endif
#define _WIN32_WINNT 0x0600
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

#define SERVICE L"HealthService"
#define PARAMETERS L"SYSTEM\\CurrentControlSet\\Services\\HealthService\\Parameters"
#define WORKSPACES PARAMETERS L"\\Service Connector Services"
#define WORKSPACE_PREFIX L"Log Analytics - "
/* A direct connection, among the management groups. */
#define DIRECT L"AOI-"
#define GROUPS PARAMETERS L"\\Management Groups"
#define SETUP L"SOFTWARE\\Microsoft\\Microsoft Operations Manager\\3.0\\Setup"
/* Faults and tables that a test sets; nothing of the real agent. */
#define SWITCHES L"SOFTWARE\\Stand-in"
#define GOOD_KEYS SWITCHES L"\\Workspaces"
#define RELOAD 200

/* Room for ids, names, texts; what is longer is refused. */
#define LENGTH 512

static inline DWORD number_at(const wchar_t *key, const wchar_t *name, DWORD otherwise) {
  DWORD value, size = sizeof value;
  LSTATUS end = RegGetValueW(HKEY_LOCAL_MACHINE, key, name, RRF_RT_REG_DWORD, NULL, &value, &size);
  return end == ERROR_SUCCESS ? value : otherwise;
}

/* 0 where there is none; `into` is empty then. */
static inline int text_at(const wchar_t *key, const wchar_t *name, wchar_t *into) {
  DWORD size = LENGTH * sizeof(wchar_t);
  LSTATUS end = RegGetValueW(HKEY_LOCAL_MACHINE, key, name, RRF_RT_REG_SZ, NULL, into, &size);
  if (end != ERROR_SUCCESS) into[0] = 0;
  return end == ERROR_SUCCESS;
}

static inline LSTATUS put(const wchar_t *key, const wchar_t *name, DWORD type, const void *data, DWORD size) {
  HKEY open;
  LSTATUS end = RegCreateKeyExW(HKEY_LOCAL_MACHINE, key, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &open, NULL);
  if (end != ERROR_SUCCESS) return end;
  end = RegSetValueExW(open, name, 0, type, data, size);
  RegCloseKey(open);
  return end;
}

static inline LSTATUS put_text(const wchar_t *key, const wchar_t *name, const wchar_t *text) {
  return put(key, name, REG_SZ, text, (DWORD)((wcslen(text) + 1) * sizeof(wchar_t)));
}

static inline LSTATUS put_number(const wchar_t *key, const wchar_t *name, DWORD number) {
  return put(key, name, REG_DWORD, &number, sizeof number);
}

/* The name of the subkey at `index`; 0 where there are no more. */
static inline int subkey(const wchar_t *key, DWORD index, wchar_t *name) {
  HKEY open;
  DWORD length = LENGTH;
  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, key, 0, KEY_READ, &open) != ERROR_SUCCESS) return 0;
  LSTATUS end = RegEnumKeyExW(open, index, name, &length, NULL, NULL, NULL, NULL);
  RegCloseKey(open);
  return end == ERROR_SUCCESS;
}

static inline int switched(const wchar_t *name) { return number_at(SWITCHES, name, 0) != 0; }

/* Writes down the environment that this program was given, for a test that looks there for secrets. */
static inline void note_environment(void) {
  const wchar_t *first = GetEnvironmentStringsW();
  FILE *file = _wfopen(L"C:\\windows\\temp\\environment.txt", L"ab");
  for (const wchar_t *at = first; file != NULL && *at; at += wcslen(at) + 1) fwrite(at, 2, wcslen(at) + 1, file);
  if (file != NULL) fclose(file);
}
