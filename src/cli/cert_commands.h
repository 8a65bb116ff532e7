// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cli/session.h"

namespace mcu::cli {

// What `mcuctl cert VERB` does. No server is needed: these work on files.

inline constexpr const char* kAuthorityFolder = "/etc/hnth-mcu/ca";
inline constexpr const char* kMcuFolder = "/etc/hnth-mcu/pki";

/// What the verbs are told; each uses what it needs.
struct CertOptions {
    std::string folder;  ///< --dir: the authority's, or the MCU's
    std::string name;    ///< of a new authority
    std::string id;      ///< MCU id, or for revoke a serial
    std::string file;    ///< request to sign; file or folder to show
    std::string output;  ///< folder for what the MCU gets; empty: named after its id
    int days = 0;        ///< how long it is good for; 0: as the authority does
    bool renewal = false;
};

Exit createAuthority(Session& session, const CertOptions& options);
Exit makeRequest(Session& session, const CertOptions& options);
Exit signRequest(Session& session, const CertOptions& options);
Exit renewCertificate(Session& session, const CertOptions& options);
Exit revokeCertificate(Session& session, const CertOptions& options);
Exit refreshRevocations(Session& session, const CertOptions& options);
Exit listCertificates(Session& session, const CertOptions& options);
/// Exit::refused when something shown cannot be used as it is.
Exit showCertificates(Session& session, const CertOptions& options);

}  // namespace mcu::cli
