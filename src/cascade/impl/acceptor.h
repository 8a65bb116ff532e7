// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/loop.h"
#include "base/result.h"
#include "cascade/impl/stream.h"
#include "cascade/settings.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

namespace wire = hnth::cascade::v1;

/// The stream of a slave, at its master.
using SlaveStream = Stream<wire::FromMaster, wire::FromSlave>;

/// Largest message gRPC lets through; over kLargestMessage ours is cut with a reason.
inline constexpr int kLargestReceived = 2 << 20;
inline constexpr std::size_t kLargestMessage = 1U << 20U;

/// The server end of the control channel. Owned by the CascadeService. Control thread.
class Acceptor {
public:
    struct Callbacks {
        std::function<void(std::shared_ptr<SlaveStream>, Peer)> arrived;
        /// A stranger was turned away in the TLS handshake.
        std::function<void(Error)> refused;
    };

    static Result<std::unique_ptr<Acceptor>> start(const Settings& settings,
                                                   Loop& control,
                                                   Callbacks callbacks);
    ~Acceptor();
    Acceptor(const Acceptor&) = delete;
    Acceptor& operator=(const Acceptor&) = delete;

    [[nodiscard]] int port() const;

private:
    struct Impl;
    explicit Acceptor(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::cascade
