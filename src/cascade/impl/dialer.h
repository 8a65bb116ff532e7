// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "base/loop.h"
#include "base/result.h"
#include "cascade/impl/credentials.h"
#include "cascade/impl/stream.h"
#include "cascade/settings.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

namespace wire = hnth::cascade::v1;

/// The stream to a master, at its slave.
using MasterStream = Stream<wire::FromSlave, wire::FromMaster>;

/// One dialled connection.
struct Dialled {
    std::shared_ptr<MasterStream> stream;
    std::shared_ptr<Handshake> handshake;  ///< why it ended, when it was our doing
};

/// Dials a master, once, on a connection of its own. `listener` hears onOpen when TLS and the RPC
/// are up, else onEnded. Control thread.
[[nodiscard]] Result<Dialled> dial(const Settings& settings,
                                   const std::string& address,
                                   Loop& control,
                                   StreamListener<wire::FromMaster>& listener);

}  // namespace mcu::cascade
