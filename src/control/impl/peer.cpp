// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/peer.h"

#include <charconv>
#include <string>
#include <sys/socket.h>

#include <grpc/grpc_security_constants.h>
#include <grpcpp/server_context.h>

#include "pki/subject.h"

namespace mcu::control {

namespace {

constexpr std::string_view kDescriptor = "fd:";

/// gRPC names a connection it was handed as "fd:17" (LocalListener). The descriptor is open, and
/// this connection's, as long as a call on it is.
std::optional<std::uint32_t> uidOf(std::string_view peer) {
    if (!peer.starts_with(kDescriptor)) {
        return std::nullopt;
    }
    peer.remove_prefix(kDescriptor.size());
    int descriptor = -1;
    const auto [end, wrong] = std::from_chars(peer.data(), peer.data() + peer.size(), descriptor);
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (wrong != std::errc() || end != peer.data() + peer.size() ||
        getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
        return std::nullopt;
    }
    return credentials.uid;
}

}  // namespace

access::Caller callerOf(const grpc::CallbackServerContext& context) {
    access::Caller caller;
    const std::string peer = context.peer();
    caller.uid = uidOf(peer);
    if (caller.uid) {
        return caller;
    }
    // "ipv4:192.0.2.4:5051" -> "192.0.2.4:5051".
    caller.address = peer.substr(peer.find(':') + 1);
    const auto session = context.auth_context();
    if (session == nullptr || !session->IsPeerAuthenticated()) {
        return caller;
    }
    for (const auto& pem : session->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME)) {
        if (const auto subject = pki::readSubject({pem.data(), pem.size()})) {
            caller.commonName = subject->commonName;
            caller.organisation = subject->organisation;
            caller.unit = subject->unit;
        }
    }
    return caller;
}

}  // namespace mcu::control
