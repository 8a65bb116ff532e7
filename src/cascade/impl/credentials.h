// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include "base/result.h"
#include "cascade/settings.h"

namespace mcu::cascade {

/// What the TLS handshake of one dialled connection found out; filled on a thread of gRPC.
class Handshake {
public:
    void note(std::string certificate);
    void refuse(Error why);

    [[nodiscard]] std::string certificate() const;
    /// Why we did not go on with it; no message: we did.
    [[nodiscard]] Error refusal() const;

private:
    mutable std::mutex mutex_;
    std::string certificate_;
    Error refusal_;
};

/// Credentials of gRPC for a link. TLS itself proves that the peer has the key of its certificate;
/// that our authority signed it is checked here, not in OpenSSL, so that both ends learn the exact
/// reason of a refusal. What else can be wrong with a certificate is said in band.
struct Credentials {
    /// Accepts; reads renewed files by itself. `refused` is called on threads of gRPC.
    static Result<std::shared_ptr<grpc::ServerCredentials>> forListening(
        const Settings& settings, std::function<void(Error)> refused);
    /// Dials; reads the files now.
    static Result<std::shared_ptr<grpc::ChannelCredentials>> forDialling(
        const Settings& settings, const std::shared_ptr<Handshake>& handshake);
};

/// The text of a PEM file.
Result<std::string> pemFile(const std::string& path, const char* what);

}  // namespace mcu::cascade
