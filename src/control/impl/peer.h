// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <grpcpp/support/server_callback.h>

#include "access/people.h"

namespace mcu::control {

/// Who is at the other end of a call: by the credentials the kernel has of a local socket's peer,
/// or by the certificate TLS has checked. While the call is open; any thread.
[[nodiscard]] access::Caller callerOf(const grpc::CallbackServerContext& context);

}  // namespace mcu::control
