// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "base/result.h"

namespace mcu::control {

/// The unix socket of the control API. It accepts connections itself and hands their descriptors
/// on, since gRPC's own listener does not tell who the peer is; the kernel does, by the descriptor
/// (peer.h). One thread of its own that does nothing but accept.
class LocalListener {
public:
    /// Binds with mode 0660. Refused: a path that is too long, taken by a living server or by a
    /// file, or that cannot be made. A dead server's socket is taken over.
    static Result<std::unique_ptr<LocalListener>> open(const std::string& path);
    ~LocalListener();
    LocalListener(const LocalListener&) = delete;
    LocalListener& operator=(const LocalListener&) = delete;

    /// Accepts from now on; `handOver` owns each descriptor. On the listener's thread. Once.
    void begin(std::function<void(int descriptor)> handOver);
    /// Accepts no more, and removes the socket. A second call does nothing.
    void close();

private:
    LocalListener(std::string path, int descriptor, int wake);
    void accept(const std::function<void(int)>& handOver) const;

    const std::string path_;
    int descriptor_;
    int wake_;  ///< readable: it is over
    std::thread thread_;
};

}  // namespace mcu::control
