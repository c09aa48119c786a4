/* SPDX-License-Identifier: MIT */
#include "servers.h"

#include <string.h>

#define SLOTS 1024 /* a power of two; 128 KiB a worker, of which a single message touches a few pages */
#define NAME_ROOM 116

/* Two cache lines. The whole name is kept: a name made to fall into the slot of another one can take its place, but not its answer. */
typedef struct {
  const HsHost *host;
  guint8 len; /* of the name; 0 for a free slot */
  guint8 organization_start;
  guint8 organization_len; /* 0 for none */
  char name[NAME_ROOM + 1];
} Slot;

struct _HsServers {
  const HsHosts *hosts;
  Slot slots[SLOTS];
};

HsServers *
hs_servers_new (const HsHosts *hosts)
{
  HsServers *servers = g_new0 (HsServers, 1);

  servers->hosts = hosts;
  return servers;
}

void
hs_servers_free (HsServers *servers)
{
  g_free (servers);
}

/* Eight bytes at a time; the last step overlaps the one before. */
static inline guint
slot_of (HsSlice name)
{
  guint64 hash = name.len, word = 0;

  for (gsize i = 0; i + sizeof word < name.len; i += sizeof word) {
    memcpy (&word, name.ptr + i, sizeof word);
    hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
    hash ^= hash >> 32;
  }
  if (name.len >= sizeof word)
    memcpy (&word, name.ptr + name.len - sizeof word, sizeof word);
  else
    memcpy (&word, name.ptr, name.len);
  hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  return (guint)(hash >> 32) % SLOTS;
}

static HsServer
look_up (const HsHosts *hosts, HsSlice name)
{
  return (HsServer){ hs_hosts_lookup (hosts, name), hs_hosts_organization (hosts, name) };
}

HsServer
hs_servers_find (HsServers *servers, HsSlice name)
{
  Slot *slot;
  HsServer server;

  if (name.ptr == NULL || name.len == 0 || name.len > NAME_ROOM)
    return look_up (servers->hosts, name);
  slot = &servers->slots[slot_of (name)];
  if (slot->len == name.len && memcmp (slot->name, name.ptr, name.len) == 0)
    return (HsServer){ slot->host, slot->organization_len > 0 ? (HsSlice){ name.ptr + slot->organization_start, slot->organization_len }
                                                              : HS_SLICE_NONE };
  server = look_up (servers->hosts, name);
  slot->host = server.host;
  slot->len = (guint8)name.len;
  slot->organization_len = (guint8)server.organization.len;
  slot->organization_start = server.organization.len > 0 ? (guint8)(server.organization.ptr - name.ptr) : 0;
  memcpy (slot->name, name.ptr, name.len);
  return server;
}
