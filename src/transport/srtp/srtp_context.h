// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/srtp/srtp_receiver.h"
#include "transport/srtp/srtp_sender.h"
