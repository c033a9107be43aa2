# The service in one image: built with the pinned toolchain, then alone with glibc, the certificates and time zones of a
# distroless Debian, as a user without rights. Both stages are the same Debian, so that the program finds its glibc.
#
#   docker build --tag certs .
#   docker run --env-file .env --publish 8080:8080 --volume certs:/data certs

FROM rust:1.95.0-trixie AS build
# The image has the toolchain that rust-toolchain.toml pins; nothing more is to be fetched for it.
ENV RUSTUP_TOOLCHAIN=1.95.0
WORKDIR /src
COPY . .
# The caches outlive a build, the program does not: so it is copied out.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --package certs --bin certs \
    && install -D target/release/certs /out/usr/local/bin/certs \
    && mkdir /out/data

FROM gcr.io/distroless/cc-debian13:nonroot
COPY --from=build /out/usr/local/bin/certs /usr/local/bin/certs
# Where the SQLite file is, unless DATABASE_URL names a PostgreSQL: a volume takes over this directory's owner.
COPY --from=build --chown=65532:65532 /out/data /data
WORKDIR /data
VOLUME ["/data"]
ENV CERTS_LISTEN=0.0.0.0:8080 \
    CERTS_LOG_FORMAT=json
EXPOSE 8080
# By number, so that Kubernetes can tell that it is not root.
USER 65532:65532
# The image has no shell and no curl: the program asks itself.
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 CMD ["/usr/local/bin/certs", "health", "--ready"]
ENTRYPOINT ["/usr/local/bin/certs"]
CMD ["serve"]
