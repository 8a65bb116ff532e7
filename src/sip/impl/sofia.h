// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one place that includes sofia-sip: its headers are C and noisy.
#include <sofia-sip/msg_addr.h>
#include <sofia-sip/nta_tag.h>
#include <sofia-sip/nua.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_status.h>
#include <sofia-sip/sip_tag.h>
#include <sofia-sip/su.h>
#include <sofia-sip/su_log.h>
#include <sofia-sip/su_md5.h>
#include <sofia-sip/su_wait.h>
#include <sofia-sip/tport_tag.h>
