// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/result.h"
#include "sip/impl/sip_thread.h"
#include "sip/sip_endpoint.h"

namespace mcu::sip {

/// PEM files gathered into a private folder in the form sofia-sip wants (agent.pem, cafile.pem);
/// removed at the end.
class TlsFolder {
public:
    static Result<TlsFolder> create(const SipTls& settings);
    TlsFolder() = default;
    ~TlsFolder();
    TlsFolder(TlsFolder&& other) noexcept;
    TlsFolder& operator=(TlsFolder&& other) noexcept;

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
    bool ours_ = false;
};

/// Makes TLS 1.2 the floor of this process; sofia-sip has no setting for it (docs/decisions/0011).
void setTlsFloor();

/// One nua with one transport: nua takes two addresses at most, and with one each only what is
/// configured is open.
struct Listener {
    SipListener bound;
    nua_t* nua = nullptr;
    bool down = false;  ///< shutdown has come through
    void* stack = nullptr;
    std::size_t index = 0;

    /// "192.0.2.1:5060" or the public name with the port, as in Contact.
    [[nodiscard]] std::string contactHost(const SipSettings& settings) const;
    /// The Contact header for a user on TLS, where the stack's own would say sips:; empty
    /// otherwise.
    [[nodiscard]] std::string contactFor(const std::string& user,
                                         const SipSettings& settings) const;
};

/// Opens it in the thread of `root`; with port 0 tries kernel-chosen ports until one is free for
/// sofia too.
Status openListener(su_root_t* root,
                    const SipListener& wanted,
                    const SipSettings& settings,
                    const std::string& tlsFolder,
                    nua_callback_f callback,
                    Listener& out);

}  // namespace mcu::sip
