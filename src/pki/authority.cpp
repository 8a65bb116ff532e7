// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/authority.h"

#include <algorithm>

#include "pki/certificate.h"
#include "pki/impl/authority_files.h"
#include "pki/impl/files.h"
#include "pki/impl/issued_index.h"
#include "pki/impl/pem.h"
#include "pki/impl/signing.h"
#include "pki/impl/times.h"
#include "pki/request.h"

namespace mcu::pki {

namespace {

constexpr std::size_t kLongestName = 64;  // ub-common-name, RFC 5280 appendix A

/// Two ids that DNS takes for one are one.
bool sameId(std::string_view left, std::string_view right) {
    auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [&](char a, char b) {
        return lower(a) == lower(b);
    });
}

Error noSuch(const std::string& idOrSerial) {
    return {ErrorCode::notFound,
            "no certificate of \"" + idOrSerial + "\" was issued here",
            "see: mcuctl cert list",
            "cert.not-issued"};
}

std::size_t charactersOf(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

}  // namespace

struct Authority::Impl {
    FolderLock lock;
    AuthorityFiles files;
    Lifetimes lifetimes;
    Handle<X509> certificate;
    Handle<EVP_PKEY> key;
    IssuedIndex index{};

    [[nodiscard]] Signer signer() const { return {certificate.get(), key.get()}; }

    [[nodiscard]] WallTime ownEnd() const {
        return wallTimeOf(X509_get0_notAfter(certificate.get())).value_or(WallTime::min());
    }

    /// Writes the index with a new list number, then the list: stopped in between, the list is
    /// behind the index, and the next act makes it whole.
    Status publish(WallTime now) {
        ++index.listNumber;
        if (auto written = index.write(files.issued); !written) {
            return written;
        }
        std::vector<RevokedSerial> serials;
        for (const auto& entry : index.entries) {
            if (entry.state == Issued::State::revoked) {
                serials.push_back({entry.serialHex, entry.revokedAt});
            }
        }
        const auto list = makeRevocationList(serials,
                                             index.listNumber,
                                             {now - kClockSlack, now + lifetimes.revocationList},
                                             signer());
        if (!list) {
            return list.error();
        }
        return writeFile(files.revoked, pemOf(list->get()), 0644, Write::replace);
    }

    /// Whether the key was taken back with some certificate: then it may be in wrong hands.
    [[nodiscard]] Result<bool> keyRevoked(const EVP_PKEY* publicKey) const {
        for (const auto& entry : index.entries) {
            if (entry.state != Issued::State::revoked) {
                continue;
            }
            const auto known = files.readIssued(entry.serialHex);
            if (!known) {
                return known.error();
            }
            if (EVP_PKEY_eq(X509_get0_pubkey(known->get()), publicKey) == 1) {
                return true;
            }
        }
        return false;
    }

    Result<std::string> issue(const std::string& mcuId, EVP_PKEY* publicKey, WallTime now) {
        if (ownEnd() < now) {
            return Error(ErrorCode::refused,
                         "the authority's own certificate expired at " + timeText(ownEnd()),
                         "create a new authority in another folder",
                         "cert.authority-expired");
        }
        const auto revoked = keyRevoked(publicKey);
        if (!revoked) {
            return revoked.error();
        }
        if (*revoked) {
            return Error(ErrorCode::refused,
                         "the key of " + mcuId + " was revoked with an earlier certificate",
                         "make a new key at the MCU: mcuctl cert request in an empty folder",
                         "cert.key-revoked");
        }
        const Validity validity{now - kClockSlack,
                                std::min(now - kClockSlack + lifetimes.mcu, ownEnd())};
        const auto made = makeMcu(mcuId, publicKey, validity, signer());
        if (!made) {
            return made.error();
        }
        std::string pem = pemOf(made->get());
        const auto facts = readCertificate(pem);
        if (!facts) {
            return facts.error();
        }
        // The copy first: what the index names is there.
        auto kept = writeFile(files.issuedCopy(facts->serialHex), pem, 0644, Write::anew);
        if (!kept) {
            return kept.error();
        }
        for (auto& entry : index.entries) {
            if (sameId(entry.mcuId, mcuId) && entry.state == Issued::State::current) {
                entry.state = Issued::State::superseded;
            }
        }
        index.entries.push_back({facts->serialHex,
                                 mcuId,
                                 facts->notBefore,
                                 facts->notAfter,
                                 Issued::State::current,
                                 {}});
        if (auto published = publish(now); !published) {
            return published.error();
        }
        return pem;
    }
};

Authority::Authority(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Authority::~Authority() = default;
Authority::Authority(Authority&&) noexcept = default;
Authority& Authority::operator=(Authority&&) noexcept = default;

Result<Authority> Authority::create(const std::filesystem::path& folder,
                                    const std::string& name,
                                    WallTime now,
                                    const Lifetimes& lifetimes) {
    const Complaints complaints;
    if (name.empty() || charactersOf(name) > kLongestName || name.size() > 4 * kLongestName) {
        return Error(ErrorCode::invalidArgument,
                     "an authority needs a name of 1 to 64 characters",
                     "for example: --name \"HNTH Son La\"",
                     "cert.bad-name");
    }
    const AuthorityFiles files(folder);
    if (auto made = makeFolder(files.copies); !made) {
        return made.error();
    }
    auto lock = FolderLock::take(folder);
    if (!lock) {
        return lock.error();
    }
    if (files.anyThere()) {
        return Error(ErrorCode::alreadyExists,
                     "there is an authority in " + folder.string() + " already",
                     "use it, or name another folder with --dir",
                     "cert.authority-exists");
    }
    auto key = makeKey("P-384");
    if (!key) {
        return key.error();
    }
    auto certificate =
        makeAuthority(name, key->get(), {now - kClockSlack, now + lifetimes.authority});
    if (!certificate) {
        return certificate.error();
    }
    const KeyText keyText(key->get());
    auto written = writeFile(files.key, keyText.text(), 0600, Write::anew);
    if (written) {
        written = writeFile(files.certificate, pemOf(certificate->get()), 0644, Write::anew);
    }
    if (!written) {
        return written.error();
    }
    auto impl = std::make_unique<Impl>(
        Impl{std::move(*lock), files, lifetimes, std::move(*certificate), std::move(*key), {}});
    if (auto published = impl->publish(now); !published) {
        return published.error();
    }
    return Authority(std::move(impl));
}

Result<Authority> Authority::open(const std::filesystem::path& folder, const Lifetimes& lifetimes) {
    const Complaints complaints;
    const AuthorityFiles files(folder);
    auto certificate = files.readCertificate();
    if (!certificate) {
        return certificate.error();
    }
    auto lock = FolderLock::take(folder);
    if (!lock) {
        return lock.error();
    }
    auto key = files.readKey();
    if (!key) {
        return key.error();
    }
    if (X509_check_private_key(certificate->get(), key->get()) != 1) {
        return Error(ErrorCode::refused,
                     "ca.key and ca.pem in " + folder.string() + " do not belong together",
                     "bring the authority's folder back from its backup",
                     "cert.authority-broken");
    }
    auto index = IssuedIndex::read(files.issued);
    if (!index) {
        return index.error();
    }
    return Authority(std::make_unique<Impl>(Impl{std::move(*lock),
                                                 files,
                                                 lifetimes,
                                                 std::move(*certificate),
                                                 std::move(*key),
                                                 std::move(*index)}));
}

Result<std::vector<Issued>> Authority::list(const std::filesystem::path& folder) {
    const AuthorityFiles files(folder);
    if (const auto certificate = files.readCertificate(); !certificate) {
        return certificate.error();
    }
    auto index = IssuedIndex::read(files.issued);
    return index ? Result<std::vector<Issued>>(std::move(index->entries))
                 : Result<std::vector<Issued>>(index.error());
}

Result<std::string> Authority::sign(std::string_view requestPem, bool renewal, WallTime now) {
    const Complaints complaints;
    const auto facts = readRequest(requestPem);
    if (!facts) {
        return facts.error();
    }
    const auto request = requestFrom(requestPem);
    if (!request) {
        return request.error();
    }
    const Issued* inForce = nullptr;
    bool known = false;
    for (const auto& entry : impl_->index.entries) {
        if (sameId(entry.mcuId, facts->mcuId)) {
            known = true;
            inForce =
                entry.state != Issued::State::revoked && now <= entry.notAfter ? &entry : inForce;
        }
    }
    if (inForce != nullptr && !renewal) {
        return Error(ErrorCode::alreadyExists,
                     inForce->mcuId + " has a certificate already, valid until " +
                         timeText(inForce->notAfter),
                     "ask by telephone whether the request is real; then sign it with --renew",
                     "cert.already-issued");
    }
    if (renewal && !known) {
        return noSuch(facts->mcuId);
    }
    return impl_->issue(facts->mcuId, X509_REQ_get0_pubkey(request->get()), now);
}

Result<std::string> Authority::renew(const std::string& mcuId, WallTime now) {
    const Complaints complaints;
    const auto& entries = impl_->index.entries;
    const auto latest = std::find_if(entries.rbegin(), entries.rend(), [&](const auto& entry) {
        return sameId(entry.mcuId, mcuId);
    });
    if (latest == entries.rend()) {
        return noSuch(mcuId);
    }
    const auto known = impl_->files.readIssued(latest->serialHex);
    if (!known) {
        return known.error();
    }
    const std::string id = latest->mcuId;  // issuing moves the entries
    return impl_->issue(id, X509_get0_pubkey(known->get()), now);
}

Result<std::vector<Issued>> Authority::revoke(const std::string& idOrSerial, WallTime now) {
    const Complaints complaints;
    auto& entries = impl_->index.entries;
    auto hasId = [&](const auto& entry) { return sameId(entry.mcuId, idOrSerial); };
    const bool byId = std::any_of(entries.begin(), entries.end(), hasId);
    const std::string serial = normalSerial(idOrSerial);
    std::vector<Issued> taken;
    bool known = false;
    for (auto& entry : entries) {
        if (byId ? !hasId(entry) : entry.serialHex != serial) {
            continue;
        }
        known = true;
        if (entry.state != Issued::State::revoked) {
            entry.state = Issued::State::revoked;
            entry.revokedAt = now;
            taken.push_back(entry);
        }
    }
    if (!known) {
        return noSuch(idOrSerial);
    }
    if (auto published = impl_->publish(now); !published) {
        return published.error();
    }
    return taken;
}

Status Authority::refreshRevocationList(WallTime now) {
    const Complaints complaints;
    return impl_->publish(now);
}

Status Authority::handOut(std::string_view mcuPem, const std::filesystem::path& folder) const {
    const auto list = revocationListPem();
    if (!list) {
        return list.error();
    }
    const McuFiles files(folder);
    auto done = makeFolder(folder);
    const std::string own = certificatePem();
    for (const auto& [file, text] :
         {std::pair<const std::filesystem::path&, std::string_view>(files.certificate, mcuPem),
          {files.authority, own},
          {files.revoked, *list}}) {
        if (done) {
            done = writeFile(file, text, 0644, Write::replace);
        }
    }
    return done;
}

std::string Authority::certificatePem() const {
    return pemOf(impl_->certificate.get());
}

Result<std::string> Authority::revocationListPem() const {
    return readFile(impl_->files.revoked, kMaxCrlPem);
}

}  // namespace mcu::pki
