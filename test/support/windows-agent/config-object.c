/*
 * `AgentConfigManager.MgmtSvcCfg`, the configuration object of the agent, as far as its members are documented. It keeps what it is told
 * in the agent's registry; of a key only whether it was right. Late bound only: that is how scripts use it.
 */
#define COBJMACROS
#define INITGUID
#include "stand-in.h"
#include <oleauto.h>
#include <wincrypt.h>

DEFINE_GUID(CLASS, 0x3a3f1c4e, 0x54d1, 0x4d0c, 0x9a, 0x57, 0x1e, 0x61, 0x0b, 0x7d, 0x2c, 0x18);

typedef enum { CONFIG, WORKSPACE_LIST, GROUP_LIST, WORKSPACE, GROUP } Kind;

typedef struct {
  IDispatch dispatch;
  LONG count;
  Kind kind;
  wchar_t name[LENGTH];
} Object;

typedef struct {
  IEnumVARIANT list;
  LONG count;
  Kind kind;
  DWORD next;
} Items;

typedef HRESULT Member(Object *, UINT, BSTR *, VARIANT *, EXCEPINFO *);

static LONG objects;
static HRESULT object(Kind, const wchar_t *, VARIANT *);

/* ---- what goes wrong ---- */

static HRESULT refuse(EXCEPINFO *how, const wchar_t *text) {
  if (how != NULL) {
    memset(how, 0, sizeof *how);
    how->scode = E_FAIL;
    how->bstrSource = SysAllocString(L"AgentConfigManager.MgmtSvcCfg");
    how->bstrDescription = SysAllocString(text);
  }
  return DISP_E_EXCEPTION;
}

static HRESULT give_text(VARIANT *into, const wchar_t *text) {
  V_VT(into) = VT_BSTR;
  V_BSTR(into) = SysAllocString(text);
  return S_OK;
}

static HRESULT give_number(VARIANT *into, LONG number) {
  V_VT(into) = VT_I4;
  V_I4(into) = number;
  return S_OK;
}

static HRESULT give_truth(VARIANT *into, int truth) {
  V_VT(into) = VT_BOOL;
  V_BOOL(into) = truth ? VARIANT_TRUE : VARIANT_FALSE;
  return S_OK;
}

/* ---- registry ---- */

static void workspace_key(wchar_t *into, const wchar_t *id) {
  swprintf(into, LENGTH, L"%ls\\%ls%ls", WORKSPACES, WORKSPACE_PREFIX, id);
  CharLowerW(into + wcslen(WORKSPACES) + 1 + wcslen(WORKSPACE_PREFIX));
}

static void group_key(wchar_t *into, const wchar_t *name) { swprintf(into, LENGTH, L"%ls\\%ls", GROUPS, name); }

static int is_key(const wchar_t *path) {
  HKEY open;
  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, KEY_READ, &open) != ERROR_SUCCESS) return 0;
  RegCloseKey(open);
  return 1;
}

static int remove_key(const wchar_t *path) { return RegDeleteTreeW(HKEY_LOCAL_MACHINE, path) == ERROR_SUCCESS; }

static void sha256(const wchar_t *text, wchar_t *hex) {
  char bytes[4 * LENGTH];
  BYTE digest[32];
  DWORD length = sizeof digest;
  int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL) - 1;
  HCRYPTPROV provider = 0;
  HCRYPTHASH hash = 0;
  hex[0] = 0;
  if (!CryptAcquireContextW(&provider, NULL, NULL, PROV_RSA_AES, CRYPT_VERIFYCONTEXT)) return;
  if (CryptCreateHash(provider, CALG_SHA_256, 0, 0, &hash) && CryptHashData(hash, (BYTE *)bytes, size, 0) &&
      CryptGetHashParam(hash, HP_HASHVAL, digest, &length, 0))
    for (DWORD at = 0; at < length; at++) swprintf(hex + 2 * at, 3, L"%02x", digest[at]);
  SecureZeroMemory(bytes, sizeof bytes);
  CryptDestroyHash(hash);
  CryptReleaseContext(provider, 0);
}

/* ---- workspaces ---- */

static int is_guid(const wchar_t *text) {
  for (int at = 0; at < 36; at++) {
    int dash = at == 8 || at == 13 || at == 18 || at == 23;
    if (dash ? text[at] != L'-' : !iswxdigit(text[at])) return 0;
  }
  return text[36] == 0;
}

static const wchar_t *different_cloud(DWORD cloud) {
  wchar_t name[LENGTH], key[LENGTH];
  for (DWORD index = 0; subkey(WORKSPACES, index, name); index++) {
    swprintf(key, LENGTH, L"%ls\\%ls", WORKSPACES, name);
    if (number_at(key, L"Azure Cloud Type", 0) != cloud)
      return L"The agent is currently connected to a different Azure Cloud, and updating the cloud type is not supported.";
  }
  return NULL;
}

static const wchar_t *why_not(const wchar_t *id, const wchar_t *secret, DWORD cloud) {
  wchar_t key[LENGTH], name[LENGTH];
  if (!is_guid(id)) return L"The workspace ID is not valid.";
  if (secret[0] == 0) return L"The workspace key is not valid.";
  if (cloud > (switched(L"NoChina") ? 1 : 2)) return L"The cloud type is not valid.";
  workspace_key(key, id);
  if (is_key(key)) return L"The workspace is already configured.";
  if (subkey(WORKSPACES, 3, name)) return L"The maximum number of workspaces is configured.";
  return different_cloud(cloud);
}

/* As from the service: the certificate is registered with the key, and from then on the key is not needed. */
static void enrol(const wchar_t *key, const wchar_t *id, const wchar_t *secret) {
  wchar_t good[LENGTH], hash[LENGTH], lower[LENGTH], thumbprint[41];
  wcscpy(lower, id);
  sha256(secret, hash);
  sha256(CharLowerW(lower), good);
  wcsncpy(thumbprint, good, 40);
  thumbprint[40] = 0;
  put_text(key, L"Authentication Certificate Thumbprint", thumbprint);
  text_at(GOOD_KEYS, lower, good);
  if (good[0] == 0 || wcscmp(good, hash) != 0) put_number(key, L"Refused", 1);
}

static HRESULT add_workspace(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t key[LENGTH];
  DWORD cloud = count > 2 ? (DWORD)_wtoi(words[2]) : 0;
  if (switched(L"ObjectFails")) return refuse(how, L"The agent's configuration cannot be changed now.");
  if (SysStringLen(words[0]) > 64 || SysStringLen(words[1]) > LENGTH) return refuse(how, L"A value is too long.");
  const wchar_t *why = why_not(words[0], words[1], cloud);
  if (why != NULL) return refuse(how, why);
  workspace_key(key, words[0]);
  put_number(key, L"Is Cloud Workspace", 1);
  put_number(key, L"Azure Cloud Type", cloud);
  put_number(key, L"Connection Status", 0x8007139F);
  enrol(key, words[0], words[1]);
  return S_OK;
}

static HRESULT remove_workspace(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t key[LENGTH];
  workspace_key(key, words[0]);
  return remove_key(key) ? S_OK : refuse(how, L"The workspace is not configured.");
}

static HRESULT get_workspace(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t key[LENGTH];
  workspace_key(key, words[0]);
  if (is_key(key)) return object(WORKSPACE, words[0], into);
  V_VT(into) = VT_NULL;
  return S_OK;
}

static HRESULT get_workspaces(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  return object(WORKSPACE_LIST, L"", into);
}

static int running(void) {
  SERVICE_STATUS status = {0};
  SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
  SC_HANDLE service = OpenServiceW(manager, SERVICE, SERVICE_QUERY_STATUS);
  QueryServiceStatus(service, &status);
  CloseServiceHandle(service);
  CloseServiceHandle(manager);
  return status.dwCurrentState == SERVICE_RUNNING;
}

static LONG status_of(Object *self) {
  wchar_t key[LENGTH];
  workspace_key(key, self->name);
  return running() ? (LONG)number_at(key, L"Connection Status", 0x8007139F) : (LONG)0x80070426;
}

static HRESULT workspace_id(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  return give_text(into, self->name);
}

static HRESULT status(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  return give_number(into, status_of(self));
}

static HRESULT status_text(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  LONG status = status_of(self);
  return give_text(into, status == 0 ? L"The Microsoft Monitoring Agent has successfully connected to the Microsoft Operations "
                                       L"Management Suite service."
                                     : L"The Microsoft Monitoring Agent is not connected to the Microsoft Operations Management "
                                       L"Suite service.");
}

/* ---- proxy ---- */

static HRESULT set_proxy(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t hash[LENGTH];
  HKEY open;
  for (UINT at = 0; at < 3; at++)
    if (SysStringLen(words[at]) >= LENGTH) return refuse(how, L"A value is too long.");
  if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, PARAMETERS, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &open, NULL) == ERROR_SUCCESS) {
    RegDeleteValueW(open, L"Proxy URL");
    RegDeleteValueW(open, L"Proxy User Name");
    RegDeleteValueW(open, L"Proxy Password SHA256");
    RegCloseKey(open);
  }
  if (SysStringLen(words[0]) == 0) return S_OK;
  sha256(words[2] == NULL ? L"" : words[2], hash);
  put_text(PARAMETERS, L"Proxy URL", words[0]);
  put_text(PARAMETERS, L"Proxy User Name", words[1] == NULL ? L"" : words[1]);
  put_text(PARAMETERS, L"Proxy Password SHA256", hash);
  return S_OK;
}

static HRESULT proxy_url(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t text[LENGTH];
  text_at(PARAMETERS, L"Proxy URL", text);
  return give_text(into, text);
}

static HRESULT proxy_user(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t text[LENGTH];
  text_at(PARAMETERS, L"Proxy User Name", text);
  return give_text(into, text);
}

/* ---- management groups ---- */

static HRESULT add_group(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t key[LENGTH];
  UINT length = SysStringLen(words[0]), port = _wtoi(words[2]);
  if (length < 1 || length > 50) return refuse(how, L"The management group name is not valid.");
  for (UINT at = 0; at < length; at++)
    if (!iswalnum(words[0][at]) && wcschr(L"-_", words[0][at]) == NULL)
      return refuse(how, L"The management group name is not valid.");
  if (SysStringLen(words[1]) == 0 || SysStringLen(words[1]) > 255 || port < 1 || port > 65535)
    return refuse(how, L"The management server is not valid.");
  group_key(key, words[0]);
  if (is_key(key)) return refuse(how, L"The management group is already configured.");
  wcscat(key, L"\\Parent Health Services\\0");
  put_text(key, L"NetworkName", words[1]);
  put_number(key, L"Port", port);
  return S_OK;
}

static HRESULT remove_group(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t key[LENGTH];
  group_key(key, words[0]);
  return SysStringLen(words[0]) > 0 && remove_key(key) ? S_OK : refuse(how, L"The management group is not configured.");
}

static HRESULT get_group(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t key[LENGTH];
  group_key(key, words[0]);
  if (is_key(key)) return object(GROUP, words[0], into);
  return refuse(how, L"The management group is not configured.");
}

static HRESULT get_groups(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  return object(GROUP_LIST, L"", into);
}

static HRESULT group_name(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  return give_text(into, self->name);
}

static HRESULT group_server(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t key[LENGTH], text[LENGTH];
  group_key(key, self->name);
  wcscat(key, L"\\Parent Health Services\\0");
  text_at(key, L"NetworkName", text);
  return give_text(into, text);
}

static HRESULT group_port(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t key[LENGTH];
  group_key(key, self->name);
  wcscat(key, L"\\Parent Health Services\\0");
  return give_number(into, number_at(key, L"Port", 0));
}

/* The workspace that the group is integrated with; of a direct connection, which shows up as a group, its own. */
static HRESULT group_workspace(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t key[LENGTH], text[LENGTH];
  if (wcsncmp(self->name, DIRECT, wcslen(DIRECT)) == 0) return give_text(into, self->name + wcslen(DIRECT));
  group_key(key, self->name);
  text_at(key, L"Workspace", text);
  return give_text(into, text);
}

static HRESULT no(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) { return give_truth(into, 0); }

static HRESULT action_account(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  return give_text(into, L"NT AUTHORITY\\SYSTEM");
}

/* ---- the service, and lists ---- */

static HRESULT reload(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  SERVICE_STATUS status;
  SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
  SC_HANDLE service = OpenServiceW(manager, SERVICE, SERVICE_ALL_ACCESS);
  if (service != NULL) ControlService(service, RELOAD, &status);
  CloseServiceHandle(service);
  CloseServiceHandle(manager);
  return S_OK;
}

static int workspace_at(DWORD index, wchar_t *id) {
  size_t prefix = wcslen(WORKSPACE_PREFIX);
  if (!subkey(WORKSPACES, index, id)) return 0;
  memmove(id, id + prefix, (wcslen(id + prefix) + 1) * sizeof(wchar_t));
  return 1;
}

/* Behind the groups those as which the direct connections show up. */
static int group_at(DWORD index, wchar_t *name) {
  wchar_t id[LENGTH];
  DWORD count = 0;
  if (subkey(GROUPS, index, name)) return 1;
  while (subkey(GROUPS, count, name)) count++;
  if (!workspace_at(index - count, id)) return 0;
  swprintf(name, LENGTH, L"%ls%ls", DIRECT, id);
  return 1;
}

static int item(Kind kind, DWORD index, wchar_t *name) {
  return kind == WORKSPACE_LIST ? workspace_at(index, name) : group_at(index, name);
}

static HRESULT count_of(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  wchar_t name[LENGTH];
  LONG number = 0;
  while (item(self->kind, number, name)) number++;
  return give_number(into, number);
}

static HRESULT STDMETHODCALLTYPE items_query(IEnumVARIANT *self, REFIID id, void **into) {
  *into = NULL;
  if (!IsEqualIID(id, &IID_IUnknown) && !IsEqualIID(id, &IID_IEnumVARIANT)) return E_NOINTERFACE;
  InterlockedIncrement(&((Items *)self)->count);
  *into = self;
  return S_OK;
}
static ULONG STDMETHODCALLTYPE items_add(IEnumVARIANT *self) { return InterlockedIncrement(&((Items *)self)->count); }
static ULONG STDMETHODCALLTYPE items_release(IEnumVARIANT *self) {
  LONG left = InterlockedDecrement(&((Items *)self)->count);
  if (left == 0) CoTaskMemFree(self);
  return left;
}
static HRESULT STDMETHODCALLTYPE items_next(IEnumVARIANT *self, ULONG wanted, VARIANT *into, ULONG *got) {
  Items *items = (Items *)self;
  wchar_t name[LENGTH];
  ULONG given = 0;
  for (; given < wanted && item(items->kind, items->next, name); given++, items->next++)
    object(items->kind == WORKSPACE_LIST ? WORKSPACE : GROUP, name, into + given);
  if (got != NULL) *got = given;
  return given == wanted ? S_OK : S_FALSE;
}
static HRESULT STDMETHODCALLTYPE items_skip(IEnumVARIANT *self, ULONG count) {
  ((Items *)self)->next += count;
  return S_OK;
}
static HRESULT STDMETHODCALLTYPE items_reset(IEnumVARIANT *self) {
  ((Items *)self)->next = 0;
  return S_OK;
}
static HRESULT STDMETHODCALLTYPE items_clone(IEnumVARIANT *self, IEnumVARIANT **into) { return E_NOTIMPL; }
static IEnumVARIANTVtbl items_table = {items_query, items_add,  items_release, items_next,
                                       items_skip,  items_reset, items_clone};

static HRESULT enumerator(Object *self, UINT count, BSTR *words, VARIANT *into, EXCEPINFO *how) {
  Items *items = CoTaskMemAlloc(sizeof *items);
  if (items == NULL) return E_OUTOFMEMORY;
  *items = (Items){{&items_table}, 1, self->kind, 0};
  V_VT(into) = VT_UNKNOWN;
  V_UNKNOWN(into) = (IUnknown *)items;
  return S_OK;
}

/* ---- IDispatch ---- */

typedef struct {
  Kind kind;
  const wchar_t *name;
  UINT least, most;
  Member *call;
  /* A switch that takes it away, as in an agent that is too old for it. */
  const wchar_t *missing;
} Entry;

static const Entry MEMBERS[] = {
    {CONFIG, L"AddCloudWorkspace", 2, 3, add_workspace},
    {CONFIG, L"RemoveCloudWorkspace", 1, 1, remove_workspace},
    {CONFIG, L"GetCloudWorkspace", 1, 1, get_workspace},
    {CONFIG, L"GetCloudWorkspaces", 0, 0, get_workspaces, L"OldObject"},
    {CONFIG, L"SetProxyInfo", 3, 3, set_proxy, L"OldObject"},
    {CONFIG, L"proxyUrl", 0, 0, proxy_url, L"OldObject"},
    {CONFIG, L"proxyUsername", 0, 0, proxy_user, L"OldObject"},
    {CONFIG, L"ReloadConfiguration", 0, 0, reload},
    {CONFIG, L"AddManagementGroup", 3, 6, add_group},
    {CONFIG, L"RemoveManagementGroup", 1, 1, remove_group},
    {CONFIG, L"GetManagementGroup", 1, 1, get_group},
    {CONFIG, L"GetManagementGroups", 0, 0, get_groups},
    {CONFIG, L"GetActiveDirectoryIntegrationEnabled", 0, 0, no},
    {WORKSPACE_LIST, L"Count", 0, 0, count_of},
    {GROUP_LIST, L"Count", 0, 0, count_of},
    {WORKSPACE, L"workspaceId", 0, 0, workspace_id},
    {WORKSPACE, L"ConnectionStatus", 0, 0, status},
    {WORKSPACE, L"ConnectionStatusText", 0, 0, status_text},
    {GROUP, L"managementGroupName", 0, 0, group_name},
    {GROUP, L"ManagementServer", 0, 0, group_server},
    {GROUP, L"managementServerPort", 0, 0, group_port},
    {GROUP, L"workspaceId", 0, 0, group_workspace},
    {GROUP, L"IsManagementGroupFromActiveDirectory", 0, 0, no},
    {GROUP, L"ActionAccount", 0, 0, action_account},
};
#define COUNT (sizeof MEMBERS / sizeof MEMBERS[0])

static HRESULT STDMETHODCALLTYPE query(IDispatch *self, REFIID id, void **into) {
  *into = NULL;
  if (!IsEqualIID(id, &IID_IUnknown) && !IsEqualIID(id, &IID_IDispatch)) return E_NOINTERFACE;
  InterlockedIncrement(&((Object *)self)->count);
  *into = self;
  return S_OK;
}
static ULONG STDMETHODCALLTYPE add_reference(IDispatch *self) { return InterlockedIncrement(&((Object *)self)->count); }
static ULONG STDMETHODCALLTYPE release(IDispatch *self) {
  LONG left = InterlockedDecrement(&((Object *)self)->count);
  if (left == 0) {
    CoTaskMemFree(self);
    InterlockedDecrement(&objects);
  }
  return left;
}
static HRESULT STDMETHODCALLTYPE type_count(IDispatch *self, UINT *count) {
  *count = 0;
  return S_OK;
}
static HRESULT STDMETHODCALLTYPE type_info(IDispatch *self, UINT index, LCID locale, ITypeInfo **into) {
  *into = NULL;
  return DISP_E_BADINDEX;
}

static HRESULT STDMETHODCALLTYPE ids(IDispatch *self, REFIID unused, LPOLESTR *names, UINT count, LCID locale, DISPID *into) {
  for (UINT at = 0; at < COUNT; at++) {
    const Entry *entry = MEMBERS + at;
    if (entry->kind != ((Object *)self)->kind || lstrcmpiW(entry->name, names[0]) != 0) continue;
    if (entry->missing != NULL && switched(entry->missing)) break;
    into[0] = at + 1;
    return S_OK;
  }
  into[0] = DISPID_UNKNOWN;
  return DISP_E_UNKNOWNNAME;
}

static HRESULT STDMETHODCALLTYPE invoke(IDispatch *self, DISPID id, REFIID unused, LCID locale, WORD flags, DISPPARAMS *given,
                                        VARIANT *into, EXCEPINFO *how, UINT *wrong) {
  BSTR words[6] = {NULL};
  VARIANT nowhere, text;
  Object *object = (Object *)self;
  HRESULT end = S_OK;
  VariantInit(&nowhere);
  if (into == NULL) into = &nowhere;
  VariantInit(into);
  if (id == DISPID_NEWENUM) return enumerator(object, 0, NULL, into, how);
  if (id < 1 || id > (DISPID)COUNT || MEMBERS[id - 1].kind != object->kind) return DISP_E_MEMBERNOTFOUND;
  const Entry *entry = MEMBERS + id - 1;
  if (given->cArgs < entry->least || given->cArgs > entry->most) return DISP_E_BADPARAMCOUNT;
  for (UINT at = 0; at < given->cArgs && end == S_OK; at++) {
    VariantInit(&text);
    end = VariantChangeType(&text, &given->rgvarg[given->cArgs - 1 - at], 0, VT_BSTR);
    if (end == S_OK) words[at] = V_BSTR(&text);
  }
  if (end == S_OK) end = entry->call(object, given->cArgs, words, into, how);
  for (UINT at = 0; at < 6; at++) {
    if (words[at] != NULL) SecureZeroMemory(words[at], SysStringByteLen(words[at]));
    SysFreeString(words[at]);
  }
  VariantClear(&nowhere);
  return end;
}

static IDispatchVtbl table = {query, add_reference, release, type_count, type_info, ids, invoke};

static HRESULT object(Kind kind, const wchar_t *name, VARIANT *into) {
  Object *made = CoTaskMemAlloc(sizeof *made);
  if (made == NULL) return E_OUTOFMEMORY;
  *made = (Object){{&table}, 1, kind};
  wcsncpy(made->name, name, LENGTH - 1);
  made->name[LENGTH - 1] = 0;
  InterlockedIncrement(&objects);
  V_VT(into) = VT_DISPATCH;
  V_DISPATCH(into) = &made->dispatch;
  return S_OK;
}

/* ---- the class ---- */

static HRESULT STDMETHODCALLTYPE factory_query(IClassFactory *self, REFIID id, void **into) {
  *into = NULL;
  if (!IsEqualIID(id, &IID_IUnknown) && !IsEqualIID(id, &IID_IClassFactory)) return E_NOINTERFACE;
  *into = self;
  return S_OK;
}
static ULONG STDMETHODCALLTYPE factory_count(IClassFactory *self) { return 2; }
static HRESULT STDMETHODCALLTYPE create(IClassFactory *self, IUnknown *outer, REFIID id, void **into) {
  VARIANT made;
  *into = NULL;
  if (outer != NULL) return CLASS_E_NOAGGREGATION;
  HRESULT end = object(CONFIG, L"", &made);
  if (end != S_OK) return end;
  end = IDispatch_QueryInterface(V_DISPATCH(&made), id, into);
  IDispatch_Release(V_DISPATCH(&made));
  return end;
}
static HRESULT STDMETHODCALLTYPE lock(IClassFactory *self, BOOL on) { return S_OK; }
static IClassFactoryVtbl factory_table = {factory_query, factory_count, factory_count, create, lock};
static IClassFactory factory = {&factory_table};

HRESULT WINAPI DllGetClassObject(REFCLSID class, REFIID id, void **into) {
  *into = NULL;
  return IsEqualCLSID(class, &CLASS) ? factory_query(&factory, id, into) : CLASS_E_CLASSNOTAVAILABLE;
}
HRESULT WINAPI DllCanUnloadNow(void) { return objects == 0 ? S_OK : S_FALSE; }
